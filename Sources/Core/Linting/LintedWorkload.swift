import Dependencies
import ManifestInjection
import Manifests
import Policies
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
    /// What the pods wait for, policies among the manifests included; nil for nothing.
    let question: WaitQuestion?
    private let policies: [Policy]
    private let handWritten: [HandWrittenWait]
    /// The labels of its pods.
    let podLabels: [String: String]
    /// How many pods it has; nil where that is not known.
    let pods: Int?

    /// The object at `index`; nil where it makes no pods, or is its controller's.
    init?(_ entry: Inventory.Entry, at index: Int, among surroundings: Surroundings, under set: PolicySet) {
        guard let kind = GatedKind(entry.object) else { return nil }
        var template: ManifestNode? = entry.object.node
        for key in kind.templatePath { template = template?[key] }
        guard let template, let spec = template["spec"] else { return nil }
        self.index = index
        self.entry = entry
        self.kind = kind
        annotations = Self.annotations(of: entry.object.node, template, kind)
        let restartPolicy = spec["restartPolicy"]?.string
        reading = PodAnnotations(
            annotations.map { ($0.key, $0.node.string ?? "") }, namespace: entry.namespace,
            restartPolicy: restartPolicy, defaults: PodDefaults())
        handWritten = HandWrittenWait.all(in: spec)
        podLabels = Inventory.Entry.dictionary(template["metadata"]?["labels"])
        policies = Self.policies(in: set, for: PodTraits(of: entry, kind, podLabels), surroundings)
        question =
            PolicyMerge(
                reading, policies, namespace: entry.namespace, restartPolicy: restartPolicy, defaults: PodDefaults()
            ).question
        pods = Self.pods(of: entry, kind, surroundings)
    }

    /// Which workload it is in a graph.
    var reference: WorkloadReference {
        WorkloadReference(WorkloadReference.Kind(rawValue: kind.rawValue) ?? .other, entry.namespace, entry.object.name)
    }

    /// What its pods wait for.
    var dependencies: [Dependency] {
        Self.union(question?.dependencies ?? [], handWritten.map(\.question.dependencies))
    }

    /// What can hold them for ever.
    var lastingDependencies: [Dependency] {
        Self.union(question?.lastingDependencies ?? [], handWritten.map(\.question.lastingDependencies))
    }

    /// Where the first of its wait annotations stands; nil where it has none.
    var firstAnnotation: Int? { annotations.first?.node.origin?.lowerBound }

    /// The policies that make it wait for something.
    func policies(askingFor dependency: Dependency) -> [Policy] {
        policies.filter { policy in
            policy.mode == .enforce
                && policy.dependencies(in: entry.namespace).contains { Self.areAlike($0, dependency) }
        }
    }

    /// It in a graph.
    var node: WorkloadNode {
        WorkloadNode(
            reference, labels: entry.labels, podLabels: podLabels, pods: pods,
            waits: lastingDependencies)
    }

    /// Where in the text a dependency is written, as near as can be told; nil where that is not known.
    func offset(of dependency: Dependency, in text: [UInt8]) -> Int? {
        for annotation in annotations {
            let value = annotation.node.string ?? ""
            let alone = PodAnnotations([(annotation.key, value)], namespace: entry.namespace, restartPolicy: nil)
            guard alone.question?.dependencies.contains(where: { Self.areAlike($0, dependency) }) == true else {
                continue
            }
            let column = column(of: dependency, in: value, of: annotation.key)
            return ScalarPlace.offset(ofColumn: column, in: annotation.node, text)
        }
        return handWritten.lazy.compactMap { $0.offset(of: dependency) }.first
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
            let found = alone.question?.dependencies ?? []
            if found.count == 1, Self.areAlike(found[0], dependency) { return start + blanks + 1 }
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

    /// All of them, each once.
    private static func union(_ first: [Dependency], _ others: [[Dependency]]) -> [Dependency] {
        var all = first
        for dependency in others.joined() where !all.contains(where: { areAlike($0, dependency) }) {
            all.append(dependency)
        }
        return all
    }

    /// Whether two are the same but for what policies add to a pod's own: its time and what a failure means.
    private static func areAlike(_ one: Dependency, _ other: Dependency) -> Bool {
        var (one, other) = (one, other)
        (one.options.timeout, one.options.onFailure) = (nil, nil)
        (other.options.timeout, other.options.onFailure) = (nil, nil)
        return one == other
    }

    /// The policies that select its pods. What a Namespace's labels are, its manifest says, or nobody knows.
    private static func policies(in set: PolicySet, for pod: PodTraits, _ surroundings: Surroundings) -> [Policy] {
        set.matches(pod) {
            var labels = surroundings.namespace(pod.namespace)?.labels
            labels?["kubernetes.io/metadata.name"] = pod.namespace
            return labels
        }.policies
    }

    /// An autoscaler decides for itself; a DaemonSet has as many as there are nodes.
    private static func pods(
        of entry: Inventory.Entry, _ kind: GatedKind, _ surroundings: Surroundings
    ) -> Int? {
        switch kind {
        case .pod: return 1
        case .job, .cronJob, .daemonSet: return nil
        case .deployment, .statefulSet, .replicaSet:
            return surroundings.isScaled(entry) ? nil : entry.object["spec"]?["replicas"]?.integer ?? 1
        }
    }
}
