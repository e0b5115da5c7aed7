package import KubernetesClient
package import Logging

/// Reflectors that ask a Kubernetes API server.
package struct KubernetesReflectorSource: ReflectorSource {
    private let client: KubernetesClient
    private let settings: WatchSettings
    private let logger: Logger

    /// A source whose reflectors share `client`.
    package init(client: KubernetesClient, settings: WatchSettings = WatchSettings(), logger: Logger) {
        self.client = client
        self.settings = settings
        self.logger = logger
    }

    /// Runs the reflector in a task of its own, which `stop` cancels.
    package func start(
        _ collection: WatchedCollection, read: @escaping ObjectReading<DecodedObject>,
        sink: @escaping Reflector<DecodedObject>.Sink
    ) -> any RunningReflector {
        let reflector = Reflector(
            client: client, resource: collection.resource, namespace: collection.namespace,
            labelSelector: collection.labelSelector, fieldSelector: collection.fieldSelector, settings: settings,
            logger: logger, read: read, sink: sink)
        return Running(reflector: reflector, task: Task { await reflector.run() })
    }

    private struct Running: RunningReflector {
        let reflector: Reflector<DecodedObject>
        let task: Task<Void, Never>

        var watchRestarts: Int { max(0, reflector.requestCounts.watches - 1) }

        func stop() { task.cancel() }
    }
}
