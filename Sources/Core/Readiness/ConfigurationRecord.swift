package import JSONText

/// What is kept of a ConfigMap or Secret: that it is there, and the names of its keys. The values are passed over where
/// they stand in the message from the API server, and never copied.
package struct ConfigurationRecord: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// The names of the keys of `data` and `binaryData`.
    package let keys: Set<String>

    /// Reads one ConfigMap or Secret object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var keys: Set<String> = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "data", "binaryData":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let entry = try reader.nextKey() { keys.insert(entry.decoded) }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        self.keys = keys
    }
}
