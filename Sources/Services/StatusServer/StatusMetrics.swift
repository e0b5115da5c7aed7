internal import Locking
package import Metrics

/// What the status server counts.
package struct StatusMetrics: Sendable {
    /// Streams that wait now.
    package let waiters: Gauge
    /// From the receipt of the event that releases a wait to the release being sent, in seconds.
    package let releaseSeconds: Histogram
    private let waits: [String: Counter]
    private let refusals: [String: Counter]
    private let cached: [WatchedKind: Gauge]
    private let restarts = WatchRestarts()

    /// Makes the metrics in a registry.
    package init(_ registry: MetricsRegistry) {
        waiters = registry.gauge("k8s_wait_waiters", help: "Pods that wait on a stream of this server now.")
        releaseSeconds = registry.histogram(
            "k8s_wait_release_seconds",
            help: "Seconds from the receipt of the event that releases a pod to the release being sent.")
        waits = Dictionary(
            uniqueKeysWithValues: WaitEnd.labels.map { outcome in
                let counter = registry.counter(
                    "k8s_wait_waits_total", help: "Waits that have ended, by outcome.", labels: [("outcome", outcome)])
                return (outcome, counter)
            })
        refusals = Dictionary(
            uniqueKeysWithValues: StatusServerError.Code.allCases.map { code in
                let counter = registry.counter(
                    "k8s_wait_wait_limits_total", help: "Questions turned away because a limit was reached.",
                    labels: [("limit", code.rawValue)])
                return (code.rawValue, counter)
            })
        cached = Dictionary(
            uniqueKeysWithValues: WatchedKind.allCases.map { kind in
                let gauge = registry.gauge(
                    "k8s_wait_objects_cached", help: "Objects of which something is kept, by kind.",
                    labels: [("kind", kind.rawValue)])
                return (kind, gauge)
            })
        registry.collect(
            "k8s_wait_watch_restarts_total", kind: .counter, help: "Watches begun again, by kind."
        ) { [restarts] in
            WatchedKind.allCases.map { ([("kind", $0.rawValue)], Double(restarts.count(of: $0))) }
        }
    }

    /// A wait has ended.
    func count(_ end: WaitEnd) { waits[end.label]?.increment() }

    /// A question was turned away.
    func count(_ error: StatusServerError) { refusals[error.code.rawValue]?.increment() }

    /// So many objects of a kind are kept now.
    func setCached(_ kind: WatchedKind, _ count: Int) { cached[kind]?.set(Double(count)) }

    /// A kind is watched by this reflector from now on.
    func watch(_ kind: WatchedKind, by reflector: any RunningReflector) { restarts.begin(kind, reflector) }

    /// A kind is no longer watched; what its reflector counted stays.
    func unwatch(_ kind: WatchedKind) { restarts.end(kind) }
}

/// The restarts of the reflectors that run and of those that ran.
private final class WatchRestarts: Sendable {
    private struct State {
        var running: [WatchedKind: any RunningReflector] = [:]
        var past: [WatchedKind: Int] = [:]
    }

    private let state = Locked(State())

    func begin(_ kind: WatchedKind, _ reflector: any RunningReflector) {
        state.withLock { $0.running[kind] = reflector }
    }

    func end(_ kind: WatchedKind) {
        state.withLock { state in
            guard let reflector = state.running.removeValue(forKey: kind) else { return }
            state.past[kind, default: 0] += reflector.watchRestarts
        }
    }

    func count(of kind: WatchedKind) -> Int {
        state.withLock { ($0.past[kind] ?? 0) + ($0.running[kind]?.watchRestarts ?? 0) }
    }
}
