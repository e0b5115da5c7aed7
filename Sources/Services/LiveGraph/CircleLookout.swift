package import KubernetesClient
internal import Locking
package import Logging
package import Metrics
internal import WaitGraph

/// Looks at each pod whose client begins to wait, and tells once of those that wait for what waits for them.
///
/// `look` only puts the pod into a bounded queue, so nobody is the slower for it.
package final class CircleLookout<Pod: Sendable>: Sendable {
    /// A pod that has begun to wait.
    package struct Sighting: Sendable {
        /// Its namespace.
        let namespace: String
        /// Its name.
        let name: String
        /// Its UID.
        let uid: String
        /// What whoever is told knows it by.
        let pod: Pod

        /// A pod of these names.
        package init(namespace: String, name: String, uid: String, pod: Pod) {
            self.namespace = namespace
            self.name = name
            self.uid = uid
            self.pod = pod
        }
    }

    private struct State {
        var queue: [Sighting] = []
        /// The UIDs of the pods of which was told.
        var told: Set<String> = []
    }

    /// How many pods may wait to be looked at; more are not, which costs them an Event.
    private static var longestQueue: Int { 20_000 }
    /// How many pods are kept in mind of which was told.
    private static var mostTold: Int { 20_000 }

    private let graph: LiveGraph
    private let bell: Bell
    private let tell: @Sendable (Pod, String) -> Void
    private let found: Counter
    private let logger: Logger
    private let state = Locked(State())

    /// A lookout over a graph.
    ///
    /// - Parameters:
    ///   - bell: rung by the graph once everything is known.
    ///   - tell: is told of a pod that waits in a circle, in a sentence; must not block.
    package init(
        _ graph: LiveGraph, bell: Bell, metrics: MetricsRegistry, logger: Logger,
        tell: @escaping @Sendable (Pod, String) -> Void
    ) {
        self.graph = graph
        self.bell = bell
        self.tell = tell
        self.logger = logger
        found = metrics.counter(
            "k8s_wait_circles_found_total",
            help: "Pods found waiting for what waits for them when their clients connected.")
    }

    /// Has these pods looked at as soon as that can be.
    package func look(at sightings: [Sighting]) {
        guard !sightings.isEmpty else { return }
        state.withLock { state in
            state.queue += sightings.prefix(max(0, Self.longestQueue - state.queue.count))
        }
        bell.ring()
    }

    /// Looks at pods until the task is cancelled.
    package func run() async {
        for await _ in bell.rings {
            if !graph.forbidden.isEmpty { state.withLock { $0.queue = [] } }
            guard graph.isKnown else { continue }
            for sighting in state.withLock({ take(&$0) }) { look(at: sighting) }
        }
    }

    private func take(_ state: inout State) -> [Sighting] {
        defer { state.queue = [] }
        return state.queue
    }

    private func look(at sighting: Sighting) {
        guard let (workload, answer) = graph.answer(forPod: sighting.name, in: sighting.namespace),
            case .circle(let circle) = answer
        else { return }
        let isNews = state.withLock { state in
            if state.told.count >= Self.mostTold { state.told = [] }
            return state.told.insert(sighting.uid).inserted
        }
        guard isNews else { return }
        found.increment()
        logger.warning(
            "a pod waits for what waits for it",
            metadata: ["pod": "\(sighting.namespace)/\(sighting.name)", "circle": "\(circle.text(limit: 1_000))"])
        tell(sighting.pod, Self.sentence(about: circle, of: workload))
    }

    /// The circle spelt out, begun at the pod's own workload where that is in it.
    static func sentence(about circle: Circle, of workload: WorkloadReference) -> String {
        let limit = 800
        guard let own = circle.begun(at: workload) else {
            return "\(workload) waits for pods that never start: \(circle.text(limit: limit))"
        }
        return "\(own.text(limit: limit)): \(own.consequence)"
    }
}
