internal import Dependencies
internal import EventLoop
internal import KubernetesClient
internal import Logging
internal import Metrics
internal import StatusAPI
internal import StatusServer

/// The status server's judgement without the server: the same watches and rules, in this process, with the rights of a
/// kubeconfig.
struct DirectJudge {
    private let state: ClusterState
    private let dependencies: [Dependency]

    /// Begins to watch nothing yet: the first question does.
    init(_ question: DirectQuestion, _ configuration: KubernetesConfiguration) async throws {
        let logger = Logger(label: "direct") { _ in SwiftLogNoOpLogHandler() }
        let client = try KubernetesClient(configuration: configuration, logger: logger)
        var settings = StatusServerSettings()
        settings.allowedKinds = question.allowedKinds
        // What a kubeconfig may read, its owner may wait for.
        settings.crossNamespace = CrossNamespacePolicy("allow") ?? CrossNamespacePolicy()
        dependencies = question.dependencies
        state = ClusterState(
            settings: settings,
            source: OneNamespaceSource(
                source: KubernetesReflectorSource(client: client, logger: logger), namespace: question.onlyNamespace),
            discovery: Discovery(client: client), metrics: StatusMetrics(MetricsRegistry()), logger: logger,
            loop: try EventLoop.start(name: "state"))
    }

    /// Has somebody told whenever something may stand differently than before.
    func tellOfChanges(_ action: @escaping @Sendable () -> Void) async { await state.tellOfChanges(action) }

    /// How everything stands now. What has never been read is waited for a moment.
    func statuses() async -> [DependencyStatus] {
        await withTaskGroup(of: (Int, DependencyStatus).self) { group in
            for (index, dependency) in dependencies.enumerated() {
                group.addTask { (index, await state.verdict(of: dependency)) }
            }
            var statuses: [(Int, DependencyStatus)] = []
            for await status in group { statuses.append(status) }
            return statuses.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

/// Reflectors that list one namespace where the whole question is in it: a person's rights often end there, and nobody is to
/// read a whole cluster for one Service.
private struct OneNamespaceSource: ReflectorSource {
    let source: KubernetesReflectorSource
    /// The namespace; nil for all.
    let namespace: String?

    func start(
        _ collection: WatchedCollection, read: @escaping ObjectReading<DecodedObject>,
        sink: @escaping Reflector<DecodedObject>.Sink
    ) -> any RunningReflector {
        guard let namespace, collection.namespace == nil, collection.resource.isNamespaced else {
            return source.start(collection, read: read, sink: sink)
        }
        let narrow = WatchedCollection(
            collection.resource, as: collection.form, namespace: namespace, labelSelector: collection.labelSelector,
            fieldSelector: collection.fieldSelector)
        return source.start(narrow, read: read, sink: sink)
    }
}
