/// The object of a BOOKMARK event: an empty one of the kind, as Go prints it, with the version reached.
///
/// Recorded for the kinds of `watch/`; other kinds have nothing but metadata here.
enum BookmarkShape {
    /// The bookmark's object.
    static func object(of resource: ResourceDefinition, version: Int, isEndOfInitial: Bool) -> JSONValue {
        var metadata: JSONValue = ["resourceVersion": .string(String(version))]
        if resource.kind == "DaemonSet" {
            metadata[path: "annotations"]["deprecated.daemonset.template.generation"] = "0"
        }
        if isEndOfInitial { metadata[path: "annotations"]["k8s.io/initial-events-end"] = "true" }
        var value: JSONValue = [
            "kind": .string(resource.kind), "apiVersion": .string(resource.groupVersion), "metadata": metadata,
        ]
        guard !resource.isCustom else { return ObjectShape.sorted(value) }
        for (key, member) in emptyParts(resource.kind).object ?? JSONObject() { value[key] = member }
        return value
    }

    private static func emptyParts(_ kind: String) -> JSONValue {
        let template: JSONValue = ["metadata": [:], "spec": ["containers": .null]]
        return switch kind {
        case "Pod": ["spec": ["containers": .null], "status": [:]]
        case "Service": ["spec": [:], "status": ["loadBalancer": [:]]]
        case "Job": ["spec": ["template": template], "status": [:]]
        case "EndpointSlice": ["addressType": "", "endpoints": .null, "ports": .null]
        case "Deployment":
            ["spec": ["replicas": 0, "selector": .null, "template": template, "strategy": [:]], "status": [:]]
        case "DaemonSet":
            [
                "spec": ["selector": .null, "template": template, "updateStrategy": [:]],
                "status": WorkloadDefaults.zeroStatus(kind),
            ]
        case "StatefulSet":
            [
                "spec": [
                    "replicas": 0, "selector": .null, "template": template, "serviceName": "", "updateStrategy": [:],
                ],
                "status": WorkloadDefaults.zeroStatus(kind),
            ]
        default: [:]
        }
    }
}
