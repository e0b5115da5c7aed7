import Manifests

/// What the other objects say about a workload's pods, gathered once for all of them.
struct Surroundings: Sendable {
    /// What an autoscaler scales, as `NAMESPACE/NAME`.
    private var scaled: Set<String> = []
    private var namespaces: [String: Inventory.Entry] = [:]

    /// Gathered from all objects.
    init(_ entries: [Inventory.Entry]) {
        for entry in entries {
            if let target = entry.object["spec", "scaleTargetRef"]?["name"]?.string {
                scaled.insert("\(entry.namespace)/\(target)")
            }
            if entry.object.kind == "Namespace", namespaces[entry.object.name] == nil {
                namespaces[entry.object.name] = entry
            }
        }
    }

    /// Whether something else decides how many pods a workload has.
    func isScaled(_ workload: Inventory.Entry) -> Bool {
        scaled.contains("\(workload.namespace)/\(workload.object.name)")
    }

    /// The Namespace of that name; nil where no manifest has it.
    func namespace(_ name: String) -> Inventory.Entry? { namespaces[name] }
}
