extension ClusterState {
    /// What came of a delete request.
    package enum Deletion: Sendable {
        /// The object is gone; this was its last state.
        case removed(JSONValue, [StoredEvent])
        /// The object stays, marked, until its finalizers or its kubelet let it go.
        case marked(JSONValue, [StoredEvent])
    }

    /// Deletes an object as `DeleteOptions` say. Throws 404 when it is not there, 409 when a precondition does not hold.
    package mutating func delete(
        _ key: ObjectKey, of resource: ResourceDefinition, options: JSONValue, now: Int, isDryRun: Bool
    ) throws(APIStatus) -> Deletion {
        guard let object = storage.object(resource, key) else { throw .notFound(resource, key.name) }
        try check(options["preconditions"], object, of: resource)
        var value = object.value
        let grace = gracePeriod(of: value, resource, options)
        let finalizers = value.at("metadata", "finalizers")?.array ?? []
        guard !isDryRun else { return .removed(value, []) }
        if grace > 0 || !finalizers.isEmpty {
            let former = value.at("metadata", "deletionGracePeriodSeconds")?.integer
            if value.at("metadata", "deletionTimestamp") != nil, let former, former <= grace {
                return .marked(value, [])
            }
            value[path: "metadata"].setDefault("deletionTimestamp", .string(RFC3339.text(now &+ grace)))
            value[path: "metadata"]["deletionGracePeriodSeconds"] = .integer(grace)
            let event = storage.put(value, of: resource)
            return .marked(event.object.value, [event])
        }
        var events: [StoredEvent] = []
        if resource.kind == "Namespace" { events += removeEverything(in: key.name) }
        if resource.kind == "CustomResourceDefinition" { events += withdraw(value) }
        if let event = storage.remove(key, of: resource) { events.append(event) }
        return .removed(value, events)
    }

    /// The seconds that the object stays after a delete: pods on a node only, and only where the settings want it.
    private func gracePeriod(of value: JSONValue, _ resource: ResourceDefinition, _ options: JSONValue) -> Int {
        guard resource.kind == "Pod", settings.deletesPodsGracefully, value.at("spec", "nodeName") != nil,
            !["Succeeded", "Failed"].contains(value.at("status", "phase")?.string ?? "")
        else { return 0 }
        return options["gracePeriodSeconds"]?.integer ?? value.at("spec", "terminationGracePeriodSeconds")?.integer
            ?? 30
    }

    private func check(
        _ preconditions: JSONValue?, _ object: StoredObject, of resource: ResourceDefinition
    ) throws(APIStatus) {
        if let uid = preconditions?["uid"]?.string, uid != object.uid {
            throw .conflict(
                resource, object.key.name,
                because: "Precondition failed: UID in precondition: \(uid), UID in object meta: \(object.uid)")
        }
        if let version = preconditions?["resourceVersion"]?.string, version != String(object.resourceVersion) {
            throw .conflict(
                resource, object.key.name,
                because: "Precondition failed: ResourceVersion in precondition: \(version), ResourceVersion in object "
                    + "meta: \(object.resourceVersion)")
        }
    }

    /// Serves what a CustomResourceDefinition defined no longer, and removes its objects.
    mutating func withdraw(_ definition: JSONValue) -> [StoredEvent] {
        var events: [StoredEvent] = []
        for resource in catalogue.resources where resource.isDefined(by: definition) {
            for object in (try? storage.list(resource).objects) ?? [] {
                if let event = storage.remove(object.key, of: resource) { events.append(event) }
            }
        }
        catalogue.remove(definition)
        return events
    }

    /// Removes the objects of a namespace at once, as the namespace controller does in time.
    private mutating func removeEverything(in namespace: String) -> [StoredEvent] {
        var events: [StoredEvent] = []
        for resource in catalogue.resources where resource.isNamespaced && resource.isStored {
            let options = ListOptions(query: ObjectQuery(namespace: namespace))
            for object in (try? storage.list(resource, options).objects) ?? [] {
                if let event = storage.remove(object.key, of: resource) { events.append(event) }
            }
        }
        return events
    }
}
