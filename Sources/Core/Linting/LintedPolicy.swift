import JSONText
import ManifestInjection
import Manifests
import Policies

/// A WaitPolicy or ClusterWaitPolicy among the manifests.
struct LintedPolicy: Sendable {
    /// The object.
    let entry: Inventory.Entry
    /// What it says; nil where it is no policy at all.
    let record: PolicyRecord?

    /// The policy that an object is; nil where it is of another kind.
    init?(_ entry: Inventory.Entry) {
        guard entry.object.group == PolicyRecord.group, let kind = PolicyKind(rawValue: entry.object.kind) else {
            return nil
        }
        self.entry = entry
        let bytes = Self.stored(entry, kind).json
        var reader = JSONReader(bytes.span)
        record = try? PolicyRecord(reading: &reader, kind: kind)
    }

    /// Where in the text a field stands, or the nearest around it: `spec.selector.ownerKind`.
    func offset(ofField field: String) -> Int? {
        var node = entry.object.node
        var offset = node.origin?.lowerBound
        for key in field.split(separator: ".", maxSplits: 2) {
            guard let member = node.member(String(key)) else { return offset }
            offset = member.keyOrigin?.lowerBound ?? member.value.origin?.lowerBound ?? offset
            node = member.value
        }
        return offset
    }

    /// The object as the API server would store it: in its namespace.
    private static func stored(_ entry: Inventory.Entry, _ kind: PolicyKind) -> ManifestNode {
        var node = entry.object.node
        guard kind == .namespaced, entry.object.namespace == nil, let metadata = node["metadata"] else { return node }
        var inner = metadata
        inner.content = .mapping(
            metadata.members.filter { $0.key != "namespace" }
                + [ManifestNode.Member(key: "namespace", value: ManifestNode(.string(entry.namespace)))])
        node.content = .mapping(
            node.members.filter { $0.key != "metadata" } + [ManifestNode.Member(key: "metadata", value: inner)])
        return node
    }
}

extension PodTraits {
    /// The pods of a workload, before there are any.
    init(of entry: Inventory.Entry, _ kind: GatedKind, _ podLabels: [String: String]) {
        self.init(
            namespace: entry.namespace, labels: podLabels.sorted { $0.key < $1.key },
            controller: kind == .pod ? nil : Owner(kind: kind.rawValue, name: entry.object.name))
    }
}
