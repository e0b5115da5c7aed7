import JSONText

/// What is read of a policy's metadata.
struct PolicyMetadata: Sendable {
    /// Its name.
    private(set) var name = ""
    /// Its namespace; empty for one of the cluster.
    private(set) var namespace = ""
    /// Its UID.
    private(set) var uid = ""
    /// Which version of its spec this is; 0 where none is said.
    private(set) var generation = 0
    /// It has a deletionTimestamp.
    private(set) var isBeingDeleted = false

    /// Metadata that says nothing.
    init() {}

    /// Reads the metadata that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "uid": uid = try reader.readStringUnlessNull() ?? ""
            case "generation": generation = try reader.readIntegerUnlessNull() ?? 0
            case "deletionTimestamp": isBeingDeleted = try !reader.readNull()
            default: break
            }
        }
    }
}
