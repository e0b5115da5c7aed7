package import Metrics

/// What Job memory counts.
package struct JobMemoryMetrics: Sendable {
    /// How many facts the record holds.
    let facts: Gauge
    /// How long its text is.
    let bytes: Gauge
    /// 1 while the record can be used, 0 while it is not understood.
    let isReadable: Gauge
    /// Facts that were dropped, their controllers being gone.
    let dropped: Counter
    /// Facts that were not kept, there being no room.
    let refused: Counter
    private let writes: [WriteOutcome: Counter]

    /// What became of a write; the raw value is its metric label.
    enum WriteOutcome: String, CaseIterable, Sendable {
        /// Stored.
        case written
        /// Another replica was faster; it is made again.
        case conflict
        /// Anything else; it is tried again.
        case failed
    }

    /// Makes the metrics in a registry.
    package init(_ registry: MetricsRegistry) {
        facts = registry.gauge(
            "k8s_wait_job_memory_facts", help: "Jobs remembered as seen complete, one for each controller revision.")
        bytes = registry.gauge("k8s_wait_job_memory_bytes", help: "Length of the record of finished Jobs.")
        isReadable = registry.gauge(
            "k8s_wait_job_memory_readable",
            help: "1 while the record of finished Jobs can be used, 0 while its text is not understood.")
        isReadable.set(1)
        dropped = registry.counter(
            "k8s_wait_job_memory_dropped_total",
            help: "Remembered Jobs dropped because their controllers are gone.")
        refused = registry.counter(
            "k8s_wait_job_memory_refused_total", help: "Jobs not remembered because the record is full.")
        writes = registry.counters(
            "k8s_wait_job_memory_writes_total", help: "Writes of the record of finished Jobs, by outcome.",
            by: "outcome")
    }

    /// A write has ended.
    func count(_ outcome: WriteOutcome) { writes[outcome]?.increment() }
}
