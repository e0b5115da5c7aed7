import Manifests
import WaitGraph

/// The objects of one side, the manifests or the cluster, found by their names and by the labels of their pods.
struct ObjectCatalogue: Sendable {
    /// All objects, in order.
    let entries: [Inventory.Entry]
    /// Those that make pods.
    let workloads: [LintedWorkload]
    private var byName: [String: [Int]] = [:]
    private var byBareName: [String: [Int]] = [:]
    private var namesByKind: [String: [String]] = [:]
    private var workloadsByNamespace: [String: [Int]] = [:]
    private var workloadsByReference: [WorkloadReference: Int] = [:]
    private var workloadsByLabel = LabelIndex()
    /// Pods of which only the metadata is known.
    private var pods: [String: [Int]] = [:]
    private var podsByLabel = LabelIndex()

    /// These objects, and what of them makes pods.
    init(_ entries: [Inventory.Entry], _ workloads: [LintedWorkload]) {
        self.entries = entries
        self.workloads = workloads
        for (index, entry) in entries.enumerated() {
            byName[Self.key(entry.object.kind, entry.namespace, entry.object.name), default: []].append(index)
            byBareName[entry.object.name, default: []].append(index)
            namesByKind["\(entry.object.kind) \(entry.namespace)", default: []].append(entry.object.name)
            if entry.object.kind == "Pod", entry.object["spec"] == nil {
                pods[entry.namespace, default: []].append(index)
                podsByLabel.add(index, entry.namespace, entry.labels)
            }
        }
        for (position, workload) in workloads.enumerated() {
            workloadsByNamespace[workload.entry.namespace, default: []].append(position)
            workloadsByLabel.add(position, workload.entry.namespace, workload.podLabels)
            if workloadsByReference[workload.reference] == nil { workloadsByReference[workload.reference] = position }
        }
    }

    /// What names an object of any version of its kind.
    static func key(_ kind: String, _ namespace: String, _ name: String) -> String { "\(kind) \(namespace)/\(name)" }

    /// The object of that kind, namespace and name; nil where there is none.
    func entry(_ kind: String, _ namespace: String, _ name: String) -> Inventory.Entry? {
        indices(kind, namespace, name).first.map { entries[$0] }
    }

    /// The positions of the objects of that kind, namespace and name.
    func indices(_ kind: String, _ namespace: String, _ name: String) -> [Int] {
        byName[Self.key(kind, namespace, name)] ?? []
    }

    /// The positions of all objects of that name, of whatever kind and wherever they are.
    func indices(named name: String) -> [Int] { byBareName[name] ?? [] }

    /// The names that objects of a kind have in a namespace, in no order.
    func names(_ kind: String, in namespace: String) -> [String] { namesByKind["\(kind) \(namespace)"] ?? [] }

    /// The workload that a graph calls so; nil where there is none.
    func workload(_ reference: WorkloadReference) -> LintedWorkload? {
        workloadsByReference[reference].map { workloads[$0] }
    }

    /// What makes pods in a namespace, in order.
    func workloads(in namespace: String) -> [LintedWorkload] {
        (workloadsByNamespace[namespace] ?? []).map { workloads[$0] }
    }

    /// What makes pods with these labels in a namespace, in order; nothing for no labels.
    func workloads(in namespace: String, havingPods labels: [String: String]) -> [LintedWorkload] {
        workloadsByLabel.positions(in: namespace, having: labels).map { workloads[$0] }
    }

    /// Pods of which only the metadata is known, in order.
    func pods(in namespace: String) -> [Inventory.Entry] { (pods[namespace] ?? []).map { entries[$0] } }

    /// Whether there is such a pod with these labels.
    func hasPod(in namespace: String, having labels: [String: String]) -> Bool {
        !podsByLabel.positions(in: namespace, having: labels).isEmpty
    }
}
