package import JSONText

/// Which object of a kind: its namespace and name.
package struct ObjectName: Hashable, Sendable, CustomStringConvertible {
    /// The namespace; empty for a kind without namespaces.
    package let namespace: String
    /// The name, unique in the namespace among the living.
    package let name: String

    /// A name of these parts; nothing is checked.
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// Reads no more of an object than its name.
    ///
    /// - Throws: when the text is not JSON or the object has no name.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var namespace = ""
        var name = ""
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "metadata") else { continue }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "namespace": namespace = try reader.readString()
                case "name": name = try reader.readString()
                default: break
                }
            }
        }
        guard !name.isEmpty else { throw JSONError(.wrongType, at: reader.offset, "an object without a name") }
        self.init(namespace: namespace, name: name)
    }

    package var description: String { "\(namespace)/\(name)" }
}
