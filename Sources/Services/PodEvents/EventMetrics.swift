import KubernetesClient
package import Metrics

/// What the writer of Events counts.
package struct EventMetrics: Sendable {
    private let written: [EventReason: Counter]
    private let dropped: [EventDropCause: Counter]
    private let failed: [KubernetesError.Code: Counter]

    /// Makes the metrics in a registry.
    package init(_ registry: MetricsRegistry) {
        written = registry.counters(
            "k8s_wait_events_written_total", help: "Events of waiting pods created or counted up, by reason.",
            by: "reason")
        dropped = registry.counters(
            "k8s_wait_events_dropped_total", help: "Events of waiting pods that were given up, by cause.", by: "cause")
        failed = registry.counters(
            "k8s_wait_events_failed_total", help: "Failed tries to write an Event of a waiting pod, by error.",
            by: "error")
    }

    /// An Event was stored.
    func countWritten(_ reason: EventReason) { written[reason]?.increment() }

    /// So many were given up.
    func countDropped(_ cause: EventDropCause, _ count: Int) { dropped[cause]?.increment(by: count) }

    /// A try has failed.
    func countFailed(_ code: KubernetesError.Code) { failed[code]?.increment() }
}
