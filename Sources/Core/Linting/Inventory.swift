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
            return scope.isEmpty ? "\(object.kind) \(name)" : "\(object.kind) \(namespace)/\(name)"
        }

        /// Its namespace; empty for a kind that has none, as far as such kinds matter here.
        var scope: String {
            object.kind == "Namespace" || object.kind.hasPrefix("Cluster") && object.group == "wait.k8s"
                ? "" : namespace
        }

        /// A mapping of strings; the last of equal keys counts.
        static func dictionary(_ node: ManifestNode?) -> [String: String] {
            Dictionary((node?.strings ?? []).map { ($0.key, $0.value) }) { $1 }
        }
    }

    /// The texts; the last of them is the cluster, which has none, where one was asked.
    let sources: [LintSource]
    /// The manifests' objects.
    let own: ObjectCatalogue
    /// The cluster's, but for those that a manifest replaces.
    let cluster: ObjectCatalogue
    /// What was asked of the cluster; nil where there is only the manifests.
    let snapshot: ClusterSnapshot?
    /// Those of the manifests' objects that are policies.
    let policies: [LintedPolicy]
    private let filledNamespaces: Set<String>
    /// What of the manifests makes further objects.
    let makers: Makers

    /// The objects of these texts, and those of the cluster around them; `namespace` is that of objects which say none.
    init(_ sources: [LintSource], namespace: String, cluster snapshot: ClusterSnapshot? = nil) {
        var entries: [Entry] = []
        for (index, source) in sources.enumerated() {
            for object in source.documents.flatMap(ManifestObject.all) {
                entries.append(Entry(object: object, namespace: object.namespace ?? namespace, source: index))
            }
        }
        let replaced = Set(
            snapshot == nil
                ? [] : entries.map { ObjectCatalogue.key($0.object.kind, $0.scope, $0.object.name) })
        let found = (snapshot?.allObjects ?? []).flatMap(ManifestObject.all).map {
            Entry(object: $0, namespace: $0.namespace ?? "", source: sources.count)
        }.filter { !replaced.contains(ObjectCatalogue.key($0.object.kind, $0.scope, $0.object.name)) }
        self.sources = sources + (snapshot == nil ? [] : [.cluster])
        self.snapshot = snapshot
        policies = entries.compactMap(LintedPolicy.init)
        let set = PolicySet((policies + found.compactMap(LintedPolicy.init)).compactMap { $0.record?.policy })
        let surroundings = Surroundings(entries + found, cluster: snapshot)
        func catalogue(_ entries: [Entry]) -> ObjectCatalogue {
            ObjectCatalogue(
                entries,
                entries.indices.compactMap { LintedWorkload(entries[$0], at: $0, among: surroundings, under: set) })
        }
        own = catalogue(entries)
        cluster = catalogue(found)
        filledNamespaces = Set(entries.filter { $0.object.kind != "Namespace" }.map(\.namespace))
        makers = Makers(entries)
    }

    /// All of the manifests' objects, in the order of the texts.
    var entries: [Entry] { own.entries }

    /// Those of them that make pods.
    var workloads: [LintedWorkload] { own.workloads }

    /// Whether anything of the manifests is in a namespace, so that what is not there may be missed.
    func knows(namespace: String) -> Bool { filledNamespaces.contains(namespace) }

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
}
