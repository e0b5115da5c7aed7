extension ClusterState {
    /// The object of a create request as mutating webhooks see it: checked and with its defaults.
    ///
    /// Throws 400 for an object of another kind or namespace, 404 for a namespace that does not exist.
    package mutating func prepareCreate(
        _ body: JSONValue, _ path: ResourcePath, of resource: ResourceDefinition, now: Int
    ) throws(APIStatus) -> JSONValue {
        var value = body
        try checkType(&value, of: resource)
        guard value["metadata"] == nil || value["metadata"]?.object != nil else {
            throw .badRequest("metadata of a \(resource.kind) must be an object")
        }
        try placeInNamespace(&value, path)
        if let version = value.at("metadata", "resourceVersion")?.string, !version.isEmpty {
            throw APIStatus(400, "BadRequest", "resourceVersion should not be set on objects to be created")
        }
        if resource.isNamespaced { try requireNamespace(path.namespace, now: now) }
        for field in ["uid", "creationTimestamp", "generation", "selfLink"] { value[path: "metadata"][field] = nil }
        return ObjectDefaults.apply(to: value, of: resource)
    }

    /// Stores a prepared and admitted object. Throws 409 when its name is taken, 422 when it has no proper name.
    ///
    /// Returns the object as answered, and the change unless this is a dry run.
    package mutating func commitCreate(
        _ value: JSONValue, of resource: ResourceDefinition, now: Int, isDryRun: Bool
    ) throws(APIStatus) -> (object: JSONValue, event: StoredEvent?) {
        let whole = complete(value, of: resource, now: now)
        let name = whole.at("metadata", "name")?.string ?? ""
        try ObjectName.check(name, of: resource)
        let key = ObjectKey(namespace: whole.at("metadata", "namespace")?.string ?? "", name: name)
        guard storage.object(resource, key) == nil else { throw .alreadyExists(resource, name) }
        guard !isDryRun else { return (ObjectShape.arrange(whole, of: resource), nil) }
        if resource.kind == "CustomResourceDefinition" { catalogue.define(whole) }
        let event = storage.put(whole, of: resource)
        return (event.object.value, event)
    }

    /// Checks that an object is of the resource's kind, and fills in kind and version where they are missing.
    func checkType(_ value: inout JSONValue, of resource: ResourceDefinition) throws(APIStatus) {
        guard value.object != nil else { throw .badRequest("the body of a request must be an object") }
        let kind = value["kind"]?.string ?? resource.kind
        let version = value["apiVersion"]?.string ?? resource.groupVersion
        guard kind == resource.kind, version == resource.groupVersion else {
            throw .badRequest(
                "the API version in the data (\(version)) or its kind (\(kind)) does not match the expected "
                    + "\(resource.groupVersion) \(resource.kind)")
        }
        value["kind"] = .string(kind)
        value["apiVersion"] = .string(version)
    }

    private func placeInNamespace(_ value: inout JSONValue, _ path: ResourcePath) throws(APIStatus) {
        let own = value.at("metadata", "namespace")?.string ?? ""
        guard own.isEmpty || own == path.namespace else {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        if !path.namespace.isEmpty { value[path: "metadata"]["namespace"] = .string(path.namespace) }
    }

    private mutating func requireNamespace(_ name: String, now: Int) throws(APIStatus) {
        guard let namespaces = builtIn("Namespace") else { throw .pathNotFound }
        guard storage.object(namespaces, ObjectKey(namespace: "", name: name)) == nil else { return }
        guard settings.createsNamespaces, !name.isEmpty else { throw .notFound(namespaces, name) }
        addNamespace(name, now: now)
    }
}
