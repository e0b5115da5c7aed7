import Dependencies
import JSONText

/// What the rules read of a Pod's metadata.
struct PodMetadata: Sendable {
    /// There is metadata, if an empty object.
    private(set) var isPresent = false
    /// The name; empty on creation with `generateName`.
    private(set) var name = ""
    /// What the API server makes the name from.
    private(set) var generateName = ""
    /// The namespace, which a caller may leave to the request.
    private(set) var namespace = ""
    /// There is a map of labels, if an empty one.
    private(set) var hasLabels = false
    /// The value of our label.
    private(set) var gatedLabel: String?
    /// There is a map of annotations, if an empty one.
    private(set) var hasAnnotations = false
    /// The annotations of ours that people write, in the text's order.
    private(set) var waitAnnotations: [(key: String, value: String)] = []
    /// The version that says it has injected already.
    private(set) var injectedBy: String?
    /// The policies that it says were applied to it.
    private(set) var policies: String?
    /// Where in the body the labels stand; nil where there are none.
    private(set) var labels: Range<Int>?
    /// Where in the body the owners stand; nil where there are none.
    private(set) var owners: Range<Int>?
    /// A mirror pod: the image in the API of a pod that the kubelet runs by itself (Kubernetes: static pods).
    private(set) var isMirror = false

    /// Metadata that says nothing.
    init() {}

    /// Reads the members of a metadata object whose `{` has been passed.
    init(inside reader: inout JSONReader) throws(JSONError) {
        isPresent = true
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "generateName": generateName = try reader.readStringUnlessNull() ?? ""
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "labels":
                _ = try reader.peek()
                let start = reader.offset
                try readLabels(&reader)
                labels = start..<reader.offset
            case "ownerReferences": owners = try reader.skipValue()
            case "annotations": try readAnnotations(&reader)
            default: break
            }
        }
    }

    private mutating func readLabels(_ reader: inout JSONReader) throws(JSONError) {
        hasLabels = try reader.beginObjectUnlessNull()
        guard hasLabels else { return }
        while let key = try reader.nextKey() {
            if key.isEqual(to: GateMark.label) { gatedLabel = try reader.readStringUnlessNull() ?? "" }
        }
    }

    private mutating func readAnnotations(_ reader: inout JSONReader) throws(JSONError) {
        hasAnnotations = try reader.beginObjectUnlessNull()
        guard hasAnnotations else { return }
        while let key = try reader.nextKey() {
            if key.isEqual(to: "kubernetes.io/config.mirror") {
                isMirror = true
            } else if key.isEqual(to: GateMark.injectedBy) {
                injectedBy = try reader.readStringUnlessNull() ?? ""
            } else if key.isEqual(to: GateMark.policies) {
                policies = try reader.readStringUnlessNull() ?? ""
            } else if key.hasPrefix(GateMark.prefix) {
                let name = key.decoded
                waitAnnotations.append((name, try reader.readStringUnlessNull() ?? ""))
            }
        }
    }
}
