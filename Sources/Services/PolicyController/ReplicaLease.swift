package import JSONText
internal import KubernetesClient

/// The Lease by which a replica says that it lives and which policies it has.
///
/// Its own name is a replica's own; a label says which replicas belong together.
/// <https://kubernetes.io/docs/concepts/architecture/leases/>
package struct ReplicaLease: Hashable, Sendable {
    /// The label that all replicas of one installation have in common.
    package static let label = "wait.k8s/replica-of"
    /// The annotation that lists the policies, each by its mark.
    package static let annotation = "wait.k8s/policies"

    /// The Lease's name.
    package private(set) var name = ""
    /// The replica's identity.
    package private(set) var holder = ""
    /// When it last said that it lives, which is only compared with what it said before.
    package private(set) var renewTime = ""
    /// The marks of the policies that it has.
    package private(set) var marks: Set<String> = []

    /// Reads a Lease; members that are missing, or null, are left empty.
    package init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try self.init(reading: &reader)
    }

    /// Reads a list of Leases.
    package static func list(_ json: Span<UInt8>) throws(JSONError) -> [ReplicaLease] {
        var reader = JSONReader(json)
        var leases: [ReplicaLease] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() { leases.append(try ReplicaLease(reading: &reader)) }
        }
        return leases
    }

    private init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let key = try reader.nextKey() {
                    switch key {
                    case "name": name = try reader.readStringUnlessNull() ?? ""
                    case "annotations":
                        try reader.readStringMapUnlessNull(where: { $0.isEqual(toText: Self.annotation) }) {
                            marks = Set($1.split(separator: ",").map(String.init))
                        }
                    default: break
                    }
                }
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let key = try reader.nextKey() {
                    switch key {
                    case "holderIdentity": holder = try reader.readStringUnlessNull() ?? ""
                    case "renewTime": renewTime = try reader.readStringUnlessNull() ?? ""
                    default: break
                    }
                }
            default: break
            }
        }
    }

    // MARK: Writing

    /// The body that creates the Lease of a replica.
    package static func creation(
        name: String, namespace: String, group: String, holder: String, seconds: Int, renewTime: String, marks: [String]
    ) -> [UInt8] {
        OwnObject.creation(
            .leases, name: name, namespace: namespace, labels: [(label, group)],
            annotations: [(annotation, marks.joined(separator: ","))], capacity: 1024
        ) { writer in
            writer.key("spec")
            writer.beginObject()
            writer.member("holderIdentity", holder)
            writer.member("leaseDurationSeconds", seconds)
            writer.member("renewTime", renewTime)
            writer.endObject()
        }
    }

    /// The merge patch (RFC 7386) that says that the replica lives and, unless `marks` is nil, which policies it has.
    package static func patch(renewTime: String, marks: [String]?) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        if let marks {
            writer.key("metadata")
            writer.beginObject()
            writer.member("annotations", [(annotation, marks.joined(separator: ","))])
            writer.endObject()
        }
        writer.key("spec")
        writer.beginObject()
        writer.member("renewTime", renewTime)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
