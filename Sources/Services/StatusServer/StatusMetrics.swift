package import Metrics

/// What the status server counts.
package struct StatusMetrics: Sendable {
    /// Streams that wait now.
    package let waiters: Gauge
    /// From the receipt of the event that releases a wait to the release being sent, in seconds.
    package let releaseSeconds: Histogram
    private let waits: [String: Counter]
    private let refusals: [StatusServerError.Code: Counter]
    private let reads: [String: Counter]
    private let collections = CollectionCounts()

    /// Makes the metrics in a registry.
    package init(_ registry: MetricsRegistry) {
        waiters = registry.gauge("k8s_wait_waiters", help: "Pods that wait on a stream of this server now.")
        releaseSeconds = registry.histogram(
            "k8s_wait_release_seconds",
            help: "Seconds from the receipt of the event that releases a pod to the release being sent.")
        waits = registry.counters(
            "k8s_wait_waits_total", help: "Waits that have ended, by outcome.", by: "outcome", of: WaitEnd.labels)
        refusals = registry.counters(
            "k8s_wait_wait_limits_total", help: "Questions turned away because a limit was reached.", by: "limit")
        reads = registry.counters(
            "k8s_wait_pod_reads_total", help: "Pods without the label that were read from the API server, by outcome.",
            by: "outcome", of: PodReading.labels)
        registry.collect(
            "k8s_wait_objects_cached", kind: .gauge, help: "Objects of which something is kept, by kind."
        ) { [collections] in
            collections.cached.map { ([("kind", $0)], Double($1)) }
        }
        registry.collect(
            "k8s_wait_watch_restarts_total", kind: .counter, help: "Watches begun again, by kind."
        ) { [collections] in
            collections.restarts.map { ([("kind", $0)], Double($1)) }
        }
    }

    /// A wait has ended.
    func count(_ end: WaitEnd) { waits[end.label]?.increment() }

    /// A question was turned away.
    func count(_ error: StatusServerError) { refusals[error.code]?.increment() }

    /// A pod without the label has been read.
    func count(_ reading: PodReading) { reads[reading.label]?.increment() }

    /// So many objects of a collection are kept now.
    func setCached(_ collection: WatchedCollection, _ count: Int) { collections.setCached(collection, count) }

    /// A collection is watched by this reflector from now on.
    func watch(_ collection: WatchedCollection, by reflector: any RunningReflector) {
        collections.begin(collection, reflector)
    }

    /// A collection is no longer watched; what its reflector counted stays.
    func unwatch(_ collection: WatchedCollection) { collections.end(collection) }
}
