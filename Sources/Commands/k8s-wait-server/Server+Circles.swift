internal import Admission
internal import KubernetesClient
internal import LiveGraph
internal import LiveWorkloads
internal import Logging
internal import Metrics
internal import PodEvents
internal import Policies
internal import PolicyController
internal import StatusServer
internal import WaitGraph

/// What finds pods that wait for each other.
struct Circles: Sendable {
    /// What waits for what.
    let graph: LiveGraph
    /// Looks at the pods whose clients connect.
    let lookout: CircleLookout<WaitSubject>

    /// Works until the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await graph.run() }
            group.addTask { await lookout.run() }
        }
    }
}

extension Server {
    /// What finds pods that wait for each other; nil where the settings want none found.
    static func circles(
        _ options: ServerOptions, _ client: KubernetesClient, _ events: EventRecorder?,
        policies: @escaping @Sendable () -> PoliciesInForce, _ metrics: MetricsRegistry
    ) -> Circles? {
        guard options.circles.circles != .off else { return nil }
        let bell = Bell()
        let logger = Logger(label: "circles")
        let graph = LiveGraph(
            client: client, settings: options.watching.settings, policies: policies,
            defaults: options.admissionSettings(pins: []).defaults, known: bell, logger: logger)
        LiveGraphMetrics.register(graph, in: metrics)
        let lookout = CircleLookout<WaitSubject>(graph, bell: bell, metrics: metrics, logger: logger) { subject, text in
            events?.note([WaitNews(subject, .circle(text))])
        }
        return Circles(graph: graph, lookout: lookout)
    }

    /// What admission asks about circles.
    static func lookup(_ circles: Circles?) -> @Sendable (WorkloadNode) -> CircleAnswer {
        guard let graph = circles?.graph else { return { _ in .none } }
        return { graph.answer(supposing: $0) }
    }
}

/// The pods that may ask, as the graph is told of them.
struct ObservingPods: GatedPodObserving {
    private let graph: LiveGraph

    /// What that graph is to be told.
    init(_ graph: LiveGraph) { self.graph = graph }

    /// Passes on what their watch has told.
    func observe(_ events: [ReflectorEvent<LivePod>]) { graph.receive(pods: events, .gated) }
}
