import Dependencies
import ManifestInjection
import Manifests
import WaitGraph

/// One object that makes pods, and what they wait for.
struct LintedWorkload: Sendable {
    /// One of the annotations that hold for its pods.
    struct Annotation: Sendable {
        /// The key.
        let key: String
        /// The value, where it stands.
        let node: ManifestNode
    }

    /// Its position among the objects.
    let index: Int
    /// The object.
    let entry: Inventory.Entry
    /// Its kind.
    let kind: GatedKind
    /// The wait annotations that hold for its pods: the template's own, and those of its own that the template does not have.
    let annotations: [Annotation]
    /// All about them.
    let reading: PodAnnotations
    /// The labels of its pods.
    let podLabels: [String: String]
    /// How many pods it has; nil where that is not known.
    let pods: Int?

    /// The object at `index`; nil where it makes no pods, or is its controller's.
    init?(_ entry: Inventory.Entry, at index: Int, in entries: [Inventory.Entry]) {
        guard let kind = GatedKind(entry.object) else { return nil }
        var template: ManifestNode? = entry.object.node
        for key in kind.templatePath { template = template?[key] }
        guard let template, let spec = template["spec"] else { return nil }
        self.index = index
        self.entry = entry
        self.kind = kind
        annotations = Self.annotations(of: entry.object.node, template, kind)
        reading = PodAnnotations(
            annotations.map { ($0.key, $0.node.string ?? "") }, namespace: entry.namespace,
            restartPolicy: spec["restartPolicy"]?.string, defaults: PodDefaults())
        podLabels = Inventory.Entry.dictionary(template["metadata"]?["labels"])
        pods = Self.pods(of: entry, kind, in: entries)
    }

    /// Which workload it is in a graph.
    var reference: WorkloadReference {
        WorkloadReference(WorkloadReference.Kind(rawValue: kind.rawValue) ?? .other, entry.namespace, entry.object.name)
    }

    /// What its pods wait for.
    var dependencies: [Dependency] { reading.question?.dependencies ?? [] }

    /// It in a graph.
    var node: WorkloadNode {
        WorkloadNode(
            reference, labels: entry.labels, podLabels: podLabels, pods: pods,
            waits: reading.question?.lastingDependencies ?? [])
    }

    /// Where in the text a dependency is written, as near as can be told; nil where that is not known.
    func offset(of dependency: Dependency, in text: [UInt8]) -> Int? {
        for annotation in annotations {
            let value = annotation.node.string ?? ""
            let alone = PodAnnotations([(annotation.key, value)], namespace: entry.namespace, restartPolicy: nil)
            guard alone.question?.dependencies.contains(dependency) == true else { continue }
            let column = column(of: dependency, in: value, of: annotation.key)
            return ScalarPlace.offset(ofColumn: column, in: annotation.node, text)
        }
        return nil
    }

    /// The character, from 1, at which the item begins that is this dependency; that of its target where the list cannot
    /// be taken apart by its commas and lines.
    private func column(of dependency: Dependency, in value: String, of key: String) -> Int {
        let scalars = Array(value.unicodeScalars)
        var start = 0
        for end in 0...scalars.count where end == scalars.count || scalars[end] == "," || scalars[end] == "\n" {
            let item = scalars[start..<end]
            let blanks = item.prefix { $0 == " " }.count
            var text = String.UnicodeScalarView()
            text.append(contentsOf: item)
            let alone = PodAnnotations([(key, String(text))], namespace: entry.namespace, restartPolicy: nil)
            if alone.question?.dependencies == [dependency] { return start + blanks + 1 }
            start = end + 1
        }
        guard let place = value.firstRange(of: dependency.target.description) else { return 1 }
        return value[..<place.lowerBound].unicodeScalars.count + 1
    }

    private static func annotations(
        of object: ManifestNode, _ template: ManifestNode, _ kind: GatedKind
    ) -> [Annotation] {
        func ours(_ node: ManifestNode) -> [Annotation] {
            (node["metadata"]?["annotations"]?.members ?? []).filter { $0.key.hasPrefix(GateMark.prefix.description) }
                .map { Annotation(key: $0.key, node: $0.value) }
        }
        let inner = ours(template)
        guard kind != .pod else { return inner }
        let outer = ours(object).filter { own in !inner.contains { $0.key == own.key } }
        return inner + outer
    }

    /// An autoscaler decides for itself; a DaemonSet has as many as there are nodes.
    private static func pods(of entry: Inventory.Entry, _ kind: GatedKind, in entries: [Inventory.Entry]) -> Int? {
        switch kind {
        case .pod: return 1
        case .job, .cronJob, .daemonSet: return nil
        case .deployment, .statefulSet, .replicaSet:
            let isScaled = entries.contains { other in
                guard other.namespace == entry.namespace, let target = other.object["spec", "scaleTargetRef"] else {
                    return false
                }
                return target["name"]?.string == entry.object.name
            }
            return isScaled ? nil : entry.object["spec"]?["replicas"]?.integer ?? 1
        }
    }
}
