extension ClusterState {
    /// Stores many objects that differ by their numbers, from 0.
    ///
    /// It is as if they had been there for long: no watch is told, and earlier versions of the collection are forgotten.
    mutating func add(_ count: Int, of template: ObjectTemplate, _ resource: ResourceDefinition) {
        var random = AnyGenerator(base: random)
        defer { self.random = random.base }
        storage.add(count, of: resource) { number, version in
            template.object(number, uid: ObjectBirth.uid(using: &random), resourceVersion: version)
        }
    }

    /// An object that is new, as a test wants it to be: what it leaves out is filled in as at its creation.
    mutating func born(_ object: JSONValue, of resource: ResourceDefinition, now: Int) -> JSONValue {
        var value = complete(ObjectDefaults.apply(to: object, of: resource), of: resource, now: now)
        for (field, given) in object["metadata"]?.object ?? JSONObject() { value[path: "metadata"][field] = given }
        if let status = object["status"] { value["status"] = status }
        return value
    }
}
