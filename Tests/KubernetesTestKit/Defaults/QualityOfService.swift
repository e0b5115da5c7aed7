/// A pod's quality-of-service class
/// (https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/), which the API server writes into a new pod's status.
enum QualityOfService {
    /// `Guaranteed`, `Burstable` or `BestEffort`.
    static func of(_ pod: JSONValue) -> String {
        let lists = ["initContainers", "containers"].compactMap { pod.at("spec", $0)?.array }
        let resources = lists.flatMap { $0 }.map { $0["resources"] ?? [:] }
        let isNothingAsked = resources.allSatisfy { isEmpty($0["limits"]) && isEmpty($0["requests"]) }
        if isNothingAsked { return "BestEffort" }
        let isAllBounded = resources.allSatisfy { resource in
            ["cpu", "memory"].allSatisfy { name in
                guard let limit = resource.at("limits", name) else { return false }
                return (resource.at("requests", name) ?? limit) == limit
            }
        }
        return isAllBounded ? "Guaranteed" : "Burstable"
    }

    private static func isEmpty(_ quantities: JSONValue?) -> Bool {
        let members = quantities?.object ?? JSONObject()
        return !members.contains { $0.key == "cpu" || $0.key == "memory" }
    }
}
