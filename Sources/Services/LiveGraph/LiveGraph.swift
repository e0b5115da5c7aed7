package import Dependencies
internal import JSONText
package import KubernetesClient
package import LiveWorkloads
internal import Locking
package import Logging
package import Policies
package import WaitGraph

/// What waits for what in the whole cluster, kept by watches, so that it can be asked at any moment without asking
/// anybody else.
///
/// The pods with our label come from whoever watches them already; all others are watched here, of which only the metadata
/// is sent, so that no change of a pod is sent twice. What was known stays while the API server cannot be reached. Nobody
/// waits for it: before everything has been listed, and where we may not list it, the answer is that nothing is known.
/// Thread-safe.
package final class LiveGraph: Sendable {
    /// What is watched.
    package enum Watched: String, CaseIterable, Sendable {
        case gatedPods = "pods with our label"
        case otherPods = "pods"
        case services
    }

    private struct State {
        var workloads = LiveWorkloads()
        var forbidden: Set<Watched> = []

        var isKnown: Bool { forbidden.isEmpty && workloads.isKnown }
    }

    /// Pods that no container of ours keeps from starting…
    package static let otherPods = "\(GateMark.label)!=\(GateMark.labelValue)"
    /// …and that have not ended.
    package static let livingPods = "status.phase!=Succeeded,status.phase!=Failed"
    /// So many events are taken in at a time, since admissions wait for it.
    private static let batch = 32

    private let client: KubernetesClient
    private let settings: WatchSettings
    private let clock: MonotonicClock
    private let policies: @Sendable () -> PoliciesInForce
    private let defaults: PodDefaults
    private let known: Bell
    private let logger: Logger
    private let state = Locked(State())

    /// A graph of which nothing is known until it runs.
    ///
    /// - Parameters:
    ///   - settings: those of its watches.
    ///   - policies: which policies hold now; must not block.
    ///   - defaults: what holds for a pod where policies say nothing.
    ///   - known: rung when everything has been listed.
    package init(
        client: KubernetesClient, settings: WatchSettings = WatchSettings(), clock: MonotonicClock = .system,
        policies: @escaping @Sendable () -> PoliciesInForce = { .none }, defaults: PodDefaults = PodDefaults(),
        known: Bell = Bell(), logger: Logger
    ) {
        self.client = client
        self.settings = settings
        self.clock = clock
        self.policies = policies
        self.defaults = defaults
        self.known = known
        self.logger = logger
    }

    // MARK: Asking

    /// Whether a workload's pods could ever start, were it as `node` says, with all that its pods will wait for.
    package func answer(supposing node: WorkloadNode) -> CircleAnswer {
        let policies = PolicyWaits(policies(), defaults)
        return state.withLock { state in
            guard state.isKnown else { return .notKnown }
            return state.workloads.answer(supposing: node) { policies.waits(of: $0) }
        }
    }

    /// Whether a gated pod can ever start, with the workload that it belongs to; nil where it is not there.
    package func answer(
        forPod name: String, in namespace: String
    ) -> (workload: WorkloadReference, answer: CircleAnswer)? {
        let policies = PolicyWaits(policies(), defaults)
        return state.withLock { state in
            let found = state.workloads.answer(forPod: name, in: namespace) { policies.waits(of: $0) }
            return found.map { ($0.workload, state.isKnown ? $0.answer : .notKnown) }
        }
    }

    /// Whether everything has been listed and nothing is forbidden.
    package var isKnown: Bool { state.withLock { $0.isKnown } }

    /// What we may not list or watch.
    package var forbidden: Set<Watched> { state.withLock { $0.forbidden } }

    /// How many there are of each.
    package var counts: (workloads: Int, services: Int, pods: Int) { state.withLock { $0.workloads.counts } }

    // MARK: Watching

    /// Watches Services and the pods without our label until the task is cancelled.
    package func run() async {
        let services = Reflector<LiveService>(
            client: client, resource: .services, settings: settings, clock: clock, logger: logger,
            read: { (reader: inout JSONReader) throws(JSONError) in try LiveService(reading: &reader) }
        ) { [weak self] events in self?.receive(services: events) }
        let pods = Reflector<LivePod>(
            client: client, resource: .pods, labelSelector: Self.otherPods, fieldSelector: Self.livingPods,
            isMetadataOnly: true, settings: settings, clock: clock, logger: logger,
            read: { (reader: inout JSONReader) throws(JSONError) in try LivePod(readingUngated: &reader) }
        ) { [weak self] events in self?.receive(pods: events, .ungated) }
        await withTaskGroup { group in
            group.addTask { await services.run() }
            group.addTask { await pods.run() }
        }
    }

    /// Takes what the watch of the pods with our label has told, or that of the others.
    package func receive(pods events: [ReflectorEvent<LivePod>], _ source: LiveWorkloads.Source) {
        receive(events, of: source == .gated ? .gatedPods : .otherPods) { event, workloads in
            switch event {
            case .listing: workloads.beginList(source)
            case .applied(let pod): workloads.apply(pod, source)
            case .deleted(let pod): workloads.remove(pod.namespace, pod.name, source)
            case .listed: workloads.endList(source)
            case .current, .interrupted, .forbidden: break
            }
        }
    }

    /// Takes what the watch of Services has told.
    package func receive(services events: [ReflectorEvent<LiveService>]) {
        receive(events, of: .services) { event, workloads in
            switch event {
            case .listing: workloads.beginServices()
            case .applied(let service):
                workloads.apply(service.node, namespace: service.namespace, name: service.name)
            case .deleted(let service): workloads.removeService(namespace: service.namespace, name: service.name)
            case .listed: workloads.endServices()
            case .current, .interrupted, .forbidden: break
            }
        }
    }

    private func receive<Object>(
        _ events: [ReflectorEvent<Object>], of watched: Watched,
        _ apply: (ReflectorEvent<Object>, inout LiveWorkloads) -> Void
    ) {
        var rest = events[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batch)
            rest = rest.dropFirst(Self.batch)
            let (wasKnown, isKnown, isNewlyForbidden) = state.withLock { state in
                let (wasKnown, wasForbidden) = (state.isKnown, state.forbidden.contains(watched))
                for event in batch {
                    apply(event, &state.workloads)
                    switch event {
                    case .forbidden: state.forbidden.insert(watched)
                    case .current, .listed: state.forbidden.remove(watched)
                    case .listing, .applied, .deleted, .interrupted: break
                    }
                }
                return (wasKnown, state.isKnown, !wasForbidden && state.forbidden.contains(watched))
            }
            if isNewlyForbidden {
                logger.warning(
                    "pods that wait for each other are not found: we may not list and watch \(watched.rawValue); see --print-rbac"
                )
            }
            if isKnown, !wasKnown {
                logger.info("pods that wait for each other are found from now on")
                known.ring()
            }
        }
    }
}
