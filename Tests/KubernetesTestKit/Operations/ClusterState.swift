/// Everything that the API server knows: objects and resources. Synchronous; the clock and randomness are passed in.
package struct ClusterState: Sendable {
    /// Choices of behaviour that tests and demos make.
    package struct Settings: Hashable, Sendable {
        /// Whether an object may be created in a namespace that does not exist, which then does.
        package var createsNamespaces = false
        /// Whether a pod on a node stays, with a deletionTimestamp, until somebody deletes it with grace period 0.
        package var deletesPodsGracefully = false
        /// How many changes of each resource watches may ask for again.
        package var historyLimit = 4096

        /// The defaults: as a real API server behaves.
        package init() {}
    }

    /// The resources served.
    package internal(set) var catalogue = ResourceCatalogue()
    /// The objects.
    package var storage: ObjectStorage
    /// How it behaves.
    package let settings: Settings
    /// Where names, uids and addresses come from.
    var random: any RandomNumberGenerator & Sendable

    /// A cluster with the namespaces and the Service that every cluster has; `now` is seconds since 1970.
    package init(
        settings: Settings = Settings(), now: Int,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.settings = settings
        self.random = random
        storage = ObjectStorage(historyLimit: settings.historyLimit)
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] { addNamespace(name, now: now) }
        addKubernetesService(now: now)
    }

    /// The resource that a path names. Throws 404 where nothing is served there.
    package func resource(_ path: ResourcePath) throws(APIStatus) -> ResourceDefinition {
        guard let resource = catalogue.resource(group: path.group, version: path.version, plural: path.plural),
            resource.isNamespaced || path.namespace.isEmpty
        else { throw .pathNotFound }
        return resource
    }

    /// The object of a path. Throws 404 when it is not there.
    package func object(
        _ resource: ResourceDefinition, _ path: ResourcePath
    ) throws(APIStatus) -> StoredObject {
        guard let object = storage.object(resource, path.key) else { throw .notFound(resource, path.name) }
        return object
    }

    /// A built-in resource by its kind; only for kinds that are in the catalogue for certain.
    func builtIn(_ kind: String) -> ResourceDefinition? {
        catalogue.resources.first { $0.kind == kind && !$0.isCustom && $0.isStored }
    }

    /// Makes a namespace that somebody needs.
    @discardableResult
    mutating func addNamespace(_ name: String, now: Int) -> StoredEvent? {
        guard let resource = builtIn("Namespace") else { return nil }
        let value: JSONValue = ["kind": "Namespace", "apiVersion": "v1", "metadata": ["name": .string(name)]]
        return storage.put(
            complete(ObjectDefaults.apply(to: value, of: resource), of: resource, now: now), of: resource)
    }

    /// The object as it is when it is born: `ObjectBirth` with this cluster's randomness.
    mutating func complete(_ value: JSONValue, of resource: ResourceDefinition, now: Int) -> JSONValue {
        var random = AnyGenerator(base: random)
        defer { self.random = random.base }
        return ObjectBirth(now: RFC3339.text(now)).complete(value, of: resource, using: &random)
    }

    private mutating func addKubernetesService(now: Int) {
        guard let resource = builtIn("Service") else { return }
        let value: JSONValue = [
            "kind": "Service", "apiVersion": "v1",
            "metadata": [
                "name": "kubernetes", "namespace": "default",
                "labels": ["component": "apiserver", "provider": "kubernetes"],
            ],
            "spec": [
                "clusterIP": "10.96.0.1",
                "ports": [["name": "https", "port": 443, "targetPort": 6443]],
            ],
        ]
        _ = storage.put(complete(ObjectDefaults.apply(to: value, of: resource), of: resource, now: now), of: resource)
    }
}
