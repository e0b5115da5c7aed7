extension ClusterState {
    /// The mutating webhooks that are registered, in the order of their configurations' names.
    mutating func mutatingWebhooks() -> [Webhook] {
        guard let resource = builtIn("MutatingWebhookConfiguration"),
            let page = try? storage.list(resource)
        else { return [] }
        return page.objects.flatMap { object in
            (object.value["webhooks"]?.array ?? []).map { Webhook($0, configuration: object.key.name) }
        }
    }

    /// The labels of a namespace; none where it does not exist.
    func labels(ofNamespace name: String) -> [String: String] {
        builtIn("Namespace").flatMap { storage.object($0, ObjectKey(namespace: "", name: name)) }?.labels ?? [:]
    }
}
