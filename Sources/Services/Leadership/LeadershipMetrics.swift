package import Metrics

/// What operators see of an election.
package struct LeadershipMetrics: Sendable {
    private let writes: [WriteOutcome: Counter]

    /// What became of a write; the raw value is its metric label.
    enum WriteOutcome: String, CaseIterable, Sendable {
        /// Stored.
        case written
        /// Another replica was faster.
        case conflict
        /// Anything else; it is tried again.
        case failed
    }

    /// Makes the metrics in a registry.
    package init(_ registry: MetricsRegistry) {
        writes = registry.counters(
            "k8s_wait_lease_writes_total", help: "Writes of the Lease by which one replica leads, by outcome.",
            by: "outcome")
    }

    /// A write has ended.
    func count(_ outcome: WriteOutcome) { writes[outcome]?.increment() }
}
