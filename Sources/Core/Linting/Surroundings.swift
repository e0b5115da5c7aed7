import Manifests

/// What the other objects say about a workload's pods, gathered once for all of them.
struct Surroundings: Sendable {
    /// What an autoscaler scales, as `NAMESPACE/NAME`.
    private var scaled: Set<String> = []
    private var namespaces: [String: Inventory.Entry] = [:]
    private let cluster: ClusterSnapshot?

    /// Gathered from all objects; of several Namespaces of a name the first counts.
    init(_ entries: [Inventory.Entry], cluster: ClusterSnapshot?) {
        self.cluster = cluster
        for entry in entries {
            if let target = entry.object["spec", "scaleTargetRef"]?["name"]?.string {
                scaled.insert("\(entry.namespace)/\(target)")
            }
            if entry.object.kind == "Namespace", namespaces[entry.object.name] == nil {
                namespaces[entry.object.name] = entry
            }
        }
    }

    /// Whether something else decides how many pods a workload has, or may.
    func isScaled(_ workload: Inventory.Entry) -> Bool {
        scaled.contains("\(workload.namespace)/\(workload.object.name)")
            || cluster?.hasUnknownAutoscalers(in: workload.namespace) == true
    }

    /// The Namespace of that name; nil where it is not known.
    func namespace(_ name: String) -> Inventory.Entry? { namespaces[name] }
}
