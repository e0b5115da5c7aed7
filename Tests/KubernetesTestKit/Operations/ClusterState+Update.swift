extension ClusterState {
    /// What came of an attempt to store a changed object.
    package enum Commit: Sendable {
        /// It is stored, or nothing was to be changed, or this was a dry run; the change is nil in both latter cases.
        case done(JSONValue, StoredEvent?)
        /// Somebody else has changed the object since it was read: read it and try again.
        case raced
    }

    /// The object of a replace request as mutating webhooks see it.
    ///
    /// Throws 400 for another kind or name, 409 for an old resourceVersion or another uid, 422 where a version is a must.
    package func prepareReplace(
        _ body: JSONValue, over current: StoredObject, _ path: ResourcePath, of resource: ResourceDefinition
    ) throws(APIStatus) -> JSONValue {
        var value = body
        try checkType(&value, of: resource)
        let name = value.at("metadata", "name")?.string ?? ""
        guard name == path.name || name.isEmpty else {
            throw .badRequest("the name of the object (\(name)) does not match the name on the URL (\(path.name))")
        }
        let namespace = value.at("metadata", "namespace")?.string ?? ""
        guard namespace.isEmpty || namespace == path.namespace else {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        let version = value.at("metadata", "resourceVersion")?.string ?? ""
        guard !version.isEmpty || !Self.needsVersion(resource) else {
            throw .invalid(
                resource, path.name, field: "metadata.resourceVersion", reason: "FieldValueInvalid",
                because: "Invalid value: 0: must be specified for an update")
        }
        return try prepareUpdate(value, over: current, path, of: resource)
    }

    /// The object that a patch makes of the present one, as mutating webhooks see it.
    ///
    /// `type` is the media type: json-patch, merge-patch, or else strategic. Throws 400 for a malformed patch, 422 for one
    /// that does not apply.
    package func preparePatch(
        _ patch: JSONValue, type: String, over current: StoredObject, _ path: ResourcePath,
        of resource: ResourceDefinition
    ) throws(APIStatus) -> JSONValue {
        let document = current.value
        var patched: JSONValue
        do throws(PatchError) {
            patched =
                switch type {
                case "application/json-patch+json": try JSONPatch(patch).applied(to: document)
                case "application/merge-patch+json": MergePatch.apply(patch, to: document)
                default: try StrategicMergePatch(kind: resource.kind).apply(patch, to: document)
                }
        } catch {
            throw error.code == .malformed
                ? .badRequest("error decoding patch: \(error.message)") : .patchDoesNotApply
        }
        try checkType(&patched, of: resource)
        return try prepareUpdate(patched, over: current, path, of: resource)
    }

    /// Stores a prepared and admitted change of the object that was read as `current`.
    package mutating func commitUpdate(
        _ value: JSONValue, over current: StoredObject, of resource: ResourceDefinition, isDryRun: Bool
    ) throws(APIStatus) -> Commit {
        guard let present = storage.object(resource, current.key) else { throw .notFound(resource, current.key.name) }
        guard present.resourceVersion == current.resourceVersion else { return .raced }
        let old = present.value
        var new = ObjectDefaults.apply(to: value, of: resource)
        new[path: "metadata"]["resourceVersion"] = .string(String(present.resourceVersion))
        guard new != old else { return .done(old, nil) }
        if ObjectGeneration.isCounted(resource), ObjectGeneration.differs(old, new) {
            let generation = old.at("metadata", "generation")?.integer ?? 0
            new[path: "metadata"]["generation"] = .integer(generation &+ 1)
        }
        guard !isDryRun else { return .done(ObjectShape.arrange(new, of: resource), nil) }
        if resource.kind == "CustomResourceDefinition" { catalogue.define(new) }
        if isFinished(new) {
            return .done(new, storage.remove(current.key, of: resource, last: new))
        }
        let event = storage.put(new, of: resource)
        return .done(event.object.value, event)
    }

    /// Whether an object that is being deleted waits for nothing any more.
    private func isFinished(_ value: JSONValue) -> Bool {
        let metadata = value["metadata"]
        return metadata?["deletionTimestamp"] != nil && (metadata?["finalizers"]?.array ?? []).isEmpty
            && (metadata?["deletionGracePeriodSeconds"]?.integer ?? 0) == 0
    }

    private func prepareUpdate(
        _ value: JSONValue, over current: StoredObject, _ path: ResourcePath, of resource: ResourceDefinition
    ) throws(APIStatus) -> JSONValue {
        let version = value.at("metadata", "resourceVersion")?.string ?? ""
        guard version.isEmpty || version == "0" || version == String(current.resourceVersion) else {
            throw .conflict(resource, path.name)
        }
        let uid = value.at("metadata", "uid")?.string ?? ""
        guard uid.isEmpty || uid == current.uid else {
            throw .conflict(
                resource, path.name,
                because: "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.uid)")
        }
        let merged = SubresourceRules.merge(value, over: current.value, subresource: path.subresource, of: resource)
        return ObjectDefaults.apply(to: merged, of: resource)
    }

    /// Kinds whose strategy does not allow an unconditional update.
    private static func needsVersion(_ resource: ResourceDefinition) -> Bool {
        resource.isCustom
            || ["Lease", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "CustomResourceDefinition"]
                .contains(resource.kind)
    }
}
