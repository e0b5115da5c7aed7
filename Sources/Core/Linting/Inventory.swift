import Dependencies
import Manifests
import Policies

/// All objects of the manifests, as one cluster would have them.
struct Inventory: Sendable {
    /// One object with where it came from.
    struct Entry: Sendable {
        /// The object.
        let object: ManifestObject
        /// Its namespace, that of the command where it says none.
        let namespace: String
        /// Which of the sources it stands in.
        let source: Int

        /// One annotation of its own.
        func annotation(_ key: String) -> String? { object["metadata", "annotations"]?[key]?.string }

        /// One label of its own.
        func label(_ key: String) -> String? { object["metadata", "labels"]?[key]?.string }

        /// All labels of its own.
        var labels: [String: String] { Self.dictionary(object["metadata", "labels"]) }

        /// `Deployment shop/api`; without a namespace what has none.
        var displayName: String {
            let name = object.name.isEmpty ? "?" : object.name
            let isInNone = object.kind == "Namespace" || object.kind.hasPrefix("Cluster") && object.group == "wait.k8s"
            return isInNone ? "\(object.kind) \(name)" : "\(object.kind) \(namespace)/\(name)"
        }

        /// A mapping of strings; the last of equal keys counts.
        static func dictionary(_ node: ManifestNode?) -> [String: String] {
            Dictionary((node?.strings ?? []).map { ($0.key, $0.value) }) { $1 }
        }
    }

    /// The texts.
    let sources: [LintSource]
    /// All objects, in the order of the texts.
    let entries: [Entry]
    /// Those that make pods.
    let workloads: [LintedWorkload]
    /// Those that are policies.
    let policies: [LintedPolicy]
    private let byName: [String: [Int]]
    private let workloadsByNamespace: [String: [Int]]
    private let filledNamespaces: Set<String>
    private let customNames: [String: [String]]
    /// The API groups of Kubernetes itself, whose objects make no others but pods.
    private static let builtInGroups: Set<String> = [
        "", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "rbac.authorization.k8s.io",
        "storage.k8s.io",
        "apiextensions.k8s.io", "admissionregistration.k8s.io", "scheduling.k8s.io", "discovery.k8s.io",
        "coordination.k8s.io", "node.k8s.io", "events.k8s.io", "certificates.k8s.io", "apiregistration.k8s.io",
        "flowcontrol.apiserver.k8s.io", "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io",
        "source.toolkit.fluxcd.io", "argoproj.io", "monitoring.coreos.com", "cert-manager.io", "wait.k8s",
        "gateway.networking.k8s.io",
    ]

    /// The objects of these texts; `namespace` is that of objects which say none.
    init(_ sources: [LintSource], namespace: String) {
        self.sources = sources
        var entries: [Entry] = []
        for (index, source) in sources.enumerated() {
            for object in source.documents.flatMap(ManifestObject.all) {
                entries.append(Entry(object: object, namespace: object.namespace ?? namespace, source: index))
            }
        }
        self.entries = entries
        var byName: [String: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            byName[Self.key(entry.object.kind, entry.namespace, entry.object.name), default: []].append(index)
        }
        self.byName = byName
        policies = entries.compactMap(LintedPolicy.init)
        let set = PolicySet(policies.compactMap { $0.record?.policy })
        let surroundings = Surroundings(entries)
        let workloads = entries.indices.compactMap {
            LintedWorkload(entries[$0], at: $0, among: surroundings, under: set)
        }
        self.workloads = workloads
        workloadsByNamespace = Dictionary(grouping: workloads.indices) { workloads[$0].entry.namespace }
        filledNamespaces = Set(entries.filter { $0.object.kind != "Namespace" }.map(\.namespace))
        customNames = Dictionary(
            grouping: entries.filter { !Self.builtInGroups.contains($0.object.group) }, by: \.namespace
        )
        .mapValues { $0.map(\.object.name) }
    }

    /// The object of that kind, namespace and name; nil where no manifest has it.
    func entry(_ kind: String, _ namespace: String, _ name: String) -> Entry? {
        indices(kind, namespace, name).first.map { entries[$0] }
    }

    /// The positions of the objects of that kind, namespace and name.
    func indices(_ kind: String, _ namespace: String, _ name: String) -> [Int] {
        byName[Self.key(kind, namespace, name)] ?? []
    }

    /// What makes pods in a namespace, in order.
    func workloads(in namespace: String) -> [LintedWorkload] {
        (workloadsByNamespace[namespace] ?? []).map { workloads[$0] }
    }

    /// The names that objects of a kind have in a namespace.
    func names(_ kind: String, in namespace: String) -> [String] {
        entries.filter { $0.object.kind == kind && $0.namespace == namespace }.map(\.object.name).sorted()
    }

    /// Whether anything of the manifests is in a namespace, so that what is not there may be missed.
    func knows(namespace: String) -> Bool { filledNamespaces.contains(namespace) }

    /// The names of a namespace's objects of which nobody here knows what else they make.
    func customNames(in namespace: String) -> [String] { customNames[namespace] ?? [] }

    /// A finding about an object, at a byte of its text.
    func finding(_ rule: LintRule, _ entry: Entry, at offset: Int?, _ message: String) -> LintFinding {
        let source = sources[entry.source]
        let offset = offset ?? entry.object.node.origin?.lowerBound ?? 0
        return LintFinding(
            rule: rule, file: source.name, position: source.lines.position(of: offset), object: entry.displayName,
            message: message)
    }

    /// A finding about what a workload waits for: at the item that says so, or else at the workload, with the policies that
    /// make it wait.
    func finding(
        _ rule: LintRule, _ workload: LintedWorkload, _ dependency: Dependency?, _ message: String
    ) -> LintFinding {
        let text = sources[workload.entry.source].text
        guard let dependency else { return finding(rule, workload.entry, at: workload.firstAnnotation, message) }
        if let offset = workload.offset(of: dependency, in: text) {
            return finding(rule, workload.entry, at: offset, message)
        }
        let causes = workload.policies(askingFor: dependency).map(\.name.description)
        let suffix = causes.isEmpty ? "" : " By policy: \(causes.joined(separator: ", "))."
        return finding(rule, workload.entry, at: workload.firstAnnotation, message + suffix)
    }

    private static func key(_ kind: String, _ namespace: String, _ name: String) -> String {
        "\(kind) \(namespace)/\(name)"
    }
}
