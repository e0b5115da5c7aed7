import JSONText

/// What is read of a policy's metadata.
struct PolicyMetadata: Sendable {
    /// Which object it is.
    private(set) var identity = ObjectIdentity()
    /// Which version of its spec this is; 0 where none is said.
    private(set) var generation = 0

    /// Metadata that says nothing.
    init() {}

    /// Reads the metadata that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            guard try !identity.read(key, &reader) else { continue }
            if key.isEqual(to: "generation") { generation = try reader.readIntegerUnlessNull() ?? 0 }
        }
    }
}
