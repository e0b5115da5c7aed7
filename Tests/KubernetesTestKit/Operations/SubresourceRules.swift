/// Which part of an object a write through one of its paths may change (the strategies' `PrepareForUpdate`).
enum SubresourceRules {
    /// The members of metadata that belong to the API server.
    private static let systemMetadata = [
        "name", "generateName", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp",
        "deletionGracePeriodSeconds", "selfLink",
    ]

    /// The new object with everything put back that this path does not write; its resourceVersion is the old one's.
    static func merge(
        _ new: JSONValue, over old: JSONValue, subresource: String, of resource: ResourceDefinition
    ) -> JSONValue {
        var result: JSONValue
        switch subresource {
        case "status":
            result = old
            result["status"] = new["status"]
            if resource.kind == "Pod" {
                for map in ["labels", "annotations"] { result[path: "metadata"][map] = new.at("metadata", map) }
            }
        case "ephemeralcontainers":
            result = old
            result[path: "spec"]["ephemeralContainers"] = new.at("spec", "ephemeralContainers")
        default:
            result = new
            if resource.hasStatus { result["status"] = old["status"] }
            if resource.kind == "Service" { keepAllocations(of: old, in: &result) }
        }
        var metadata = result[path: "metadata"]
        for field in systemMetadata { metadata[field] = old.at("metadata", field) }
        metadata["resourceVersion"] = old.at("metadata", "resourceVersion")
        for (key, value) in metadata.object ?? JSONObject() where value == [:] || value == [] { metadata[key] = nil }
        result["metadata"] = metadata
        return result
    }

    /// A Service keeps the addresses that it has been given when a client that replaces it does not name them.
    private static func keepAllocations(of old: JSONValue, in service: inout JSONValue) {
        guard service.at("spec", "type") != "ExternalName" else { return }
        for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
            if let value = old.at("spec", field) { service[path: "spec"].setDefault(field, value) }
        }
    }
}
