package import JSONText

/// What is read of the metadata of every object here.
package struct ObjectIdentity: Sendable {
    /// Its name.
    package private(set) var name = ""
    /// Its namespace; empty for one of the cluster.
    package private(set) var namespace = ""
    /// Its UID.
    package private(set) var uid = ""
    /// It has a deletionTimestamp.
    package private(set) var isBeingDeleted = false

    /// An object of which nothing is said.
    package init() {}

    /// Reads the value of that member of the metadata, if it is one of these.
    package mutating func read(_ member: borrowing JSONString, _ reader: inout JSONReader) throws(JSONError) -> Bool {
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
