import JSONText

/// What is read of the metadata of every object here.
struct ObjectIdentity: Sendable {
    /// Its name.
    private(set) var name = ""
    /// Its namespace; empty for one of the cluster.
    private(set) var namespace = ""
    /// Its UID.
    private(set) var uid = ""
    /// It has a deletionTimestamp.
    private(set) var isBeingDeleted = false

    /// An object of which nothing is said.
    init() {}

    /// Reads the value of that member of the metadata, if it is one of these.
    mutating func read(_ member: borrowing JSONString, _ reader: inout JSONReader) throws(JSONError) -> Bool {
        switch member {
        case "name": name = try reader.readStringUnlessNull() ?? ""
        case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
        case "uid": uid = try reader.readStringUnlessNull() ?? ""
        case "deletionTimestamp": isBeingDeleted = try !reader.readNull()
        default: return false
        }
        return true
    }
}
