import JSONText
import Readiness

/// What memory reads of any object: which one it is, and whose.
struct ObjectHead: Hashable, Sendable {
    /// Its name.
    private(set) var name = ""
    /// Its UID; empty if it has none.
    private(set) var uid = ""
    /// When it was created; nil if it does not say.
    private(set) var createdAt: Timestamp?
    /// The UIDs of its owners.
    private(set) var ownerUIDs: [String] = []

    /// Reads an object's `metadata`. Throws where the text is no object.
    init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "metadata") else { continue }
            try readMetadata(&reader)
        }
    }

    private mutating func readMetadata(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "uid": uid = try reader.readStringUnlessNull() ?? ""
            case "creationTimestamp": createdAt = Timestamp(rfc3339: try reader.readStringUnlessNull() ?? "")
            case "ownerReferences":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readOwner(&reader) }
            default: break
            }
        }
    }

    private mutating func readOwner(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.isEqual(to: "uid") { ownerUIDs.append(try reader.readString()) }
        }
    }
}
