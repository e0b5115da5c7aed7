package import Logging

extension Reflector where Object == [UInt8] {
    /// A reflector whose sink is told each object's JSON, for collections of few objects.
    package convenience init(
        client: KubernetesClient, resource: ResourceType, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil, settings: WatchSettings = WatchSettings(), clock: MonotonicClock = .system,
        seed: UInt64? = nil, logger: Logger, sink: @escaping Sink
    ) {
        self.init(
            client: client, resource: resource, namespace: namespace, labelSelector: labelSelector,
            fieldSelector: fieldSelector, settings: settings, clock: clock, seed: seed, logger: logger,
            read: ObjectText.copying, sink: sink)
    }
}
