import Dependencies
package import JSONText

/// What is kept of a Namespace: whom it lets wait for what is in it.
package struct NamespaceRecord: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Whom it lets.
    package let grant: NamespaceGrant

    /// Reads one Namespace object (`v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var name = ""
        var value: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "metadata"), try reader.beginObjectUnlessNull() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.readStringUnlessNull() ?? ""
                case "annotations":
                    guard try reader.beginObjectUnlessNull() else { continue }
                    while let key = try reader.nextKey() {
                        guard key.isEqual(to: GateMark.allowFrom) else { continue }
                        value = try reader.readStringUnlessNull()
                    }
                default: break
                }
            }
        }
        guard !name.isEmpty else { throw JSONError(.wrongType, at: reader.offset, "a Namespace without a name") }
        self.name = name
        grant = NamespaceGrant(value)
    }
}
