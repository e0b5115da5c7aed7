package import JSONText
import Policies
import Readiness
package import WaitGraph

/// One Service, as far as it decides which pods are behind it.
package struct LiveService: Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// What is behind it; nil for a name of something elsewhere, and for one that is going away.
    package let node: ServiceNode?

    /// A Service behind which there may be pods.
    package init(_ node: ServiceNode) {
        (namespace, name) = (node.namespace, node.name)
        self.node = node
    }

    /// Reads one Service object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var identity = ObjectIdentity()
        var (labels, selector, type) = (PackedLabels(), PackedLabels(), "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let key = try reader.nextKey() {
                    guard try !identity.read(key, &reader) else { continue }
                    if key.isEqual(to: "labels") { labels = try Self.labels(&reader) }
                }
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let key = try reader.nextKey() {
                    switch key {
                    case "type": type = try reader.readStringUnlessNull() ?? ""
                    case "selector": selector = try Self.labels(&reader)
                    default: break
                    }
                }
            default: break
            }
        }
        guard !identity.name.isEmpty else {
            throw JSONError(.wrongType, at: reader.offset, "a Service without a name")
        }
        (namespace, name) = (identity.namespace, identity.name)
        let isKept = !identity.isBeingDeleted && type != "ExternalName"
        node = isKept ? ServiceNode(namespace, name, labels: labels, selector: selector) : nil
    }

    private static func labels(_ reader: inout JSONReader) throws(JSONError) -> PackedLabels {
        var labels: [String: String] = [:]
        try reader.readStringMapUnlessNull { labels[$0] = $1 }
        return PackedLabels(labels)
    }
}
