package import JSONText
import KubernetesClient
import Readiness

/// A Lease as the API server stores it: the record, and the version that a write is made over.
package struct LeaseDocument: Hashable, Sendable {
    /// The Lease's name.
    package private(set) var name = ""
    /// The version of the object.
    package private(set) var version = ""
    /// What it says.
    package private(set) var record = LeaseRecord()

    /// Reads a Lease; members that are missing, or null, are left empty.
    ///
    /// - Throws: where the text is no object, or a member has another type.
    package init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": try readMetadata(&reader)
            case "spec": try readSpec(&reader)
            default: break
            }
        }
    }

    /// A document of these parts.
    package init(name: String, version: String, record: LeaseRecord) {
        self.name = name
        self.version = version
        self.record = record
    }

    private mutating func readMetadata(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "resourceVersion": version = try reader.readStringUnlessNull() ?? ""
            default: break
            }
        }
    }

    private mutating func readSpec(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "holderIdentity": record.holder = try reader.readStringUnlessNull() ?? ""
            case "leaseDurationSeconds":
                if try !reader.readNull() { record.durationSeconds = try reader.readInteger() }
            case "acquireTime": record.acquireTime = try reader.readStringUnlessNull() ?? ""
            case "renewTime": record.renewTime = try reader.readStringUnlessNull() ?? ""
            case "leaseTransitions": if try !reader.readNull() { record.transitions = try reader.readInteger() }
            default: break
            }
        }
    }

    // MARK: Writing

    /// The body that creates the Lease.
    package static func creation(name: String, namespace: String, record: LeaseRecord) -> [UInt8] {
        OwnObject.creation(.leases, name: name, namespace: namespace) { spec(record, &$0) }
    }

    /// The merge patch that puts a record into the Lease of exactly that version.
    package static func patch(version: String, record: LeaseRecord) -> [UInt8] {
        OwnObject.patch(resourceVersion: version) { spec(record, &$0) }
    }

    private static func spec(_ record: LeaseRecord, _ writer: inout JSONWriter) {
        writer.key("spec")
        writer.beginObject()
        writer.key("holderIdentity")
        if record.holder.isEmpty { writer.null() } else { writer.string(record.holder) }
        writer.member("leaseDurationSeconds", record.durationSeconds)
        writer.member("acquireTime", record.acquireTime)
        writer.member("renewTime", record.renewTime)
        writer.member("leaseTransitions", record.transitions)
        writer.endObject()
    }
}
