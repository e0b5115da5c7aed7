extension ClusterState {
    /// Puts a pod on the node that a Binding names, as the scheduler asks for. Throws 404 for an unknown pod, 409 for one
    /// that has a node, 422 for a Binding without a node.
    package mutating func bind(
        _ binding: JSONValue, _ path: ResourcePath, of resource: ResourceDefinition, now: Int
    ) throws(APIStatus) -> StoredEvent {
        let pod = try object(resource, path)
        guard let node = binding.at("target", "name")?.string, !node.isEmpty else {
            throw .invalid(
                resource, path.name, field: "target.name", reason: "FieldValueRequired", because: "Required value")
        }
        var value = pod.value
        if let present = value.at("spec", "nodeName")?.string {
            throw .conflict(resource, path.name, because: "pod \(path.name) is already assigned to node \"\(present)\"")
        }
        value[path: "spec"]["nodeName"] = .string(node)
        var conditions = value.at("status", "conditions")?.array ?? []
        conditions.removeAll { $0["type"] == "PodScheduled" }
        conditions.append([
            "type": "PodScheduled", "status": "True", "lastProbeTime": .null,
            "lastTransitionTime": .string(RFC3339.text(now)),
        ])
        value[path: "status"]["conditions"] = .array(conditions)
        return storage.put(value, of: resource)
    }
}
