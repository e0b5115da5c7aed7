import JSONText

/// `metadata` of a list or of an object: the two members that listing and watching need.
struct ListMetadata: Hashable, Sendable {
    /// The version of the collection, or of the object; empty when it was not given.
    var resourceVersion = ""
    /// The token for the next page; empty at the end.
    var continueToken = ""

    /// Metadata that says nothing.
    init() {}

    /// Reads a value of `metadata`.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "resourceVersion": resourceVersion = try reader.readString()
            case "continue": continueToken = try reader.readString()
            default: break
            }
        }
    }

    /// The metadata of a list whose objects come after it, as an API server writes it; nil for any other text. What
    /// follows the metadata is not looked at.
    static func leading(_ list: Span<UInt8>) -> ListMetadata? {
        var reader = JSONReader(list)
        do throws(JSONError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "metadata": return try ListMetadata(reading: &reader)
                case "items": return nil
                default: break
                }
            }
        } catch {}
        return nil
    }

    /// Reads the metadata of a whole object, and stops there.
    static func ofObject(_ reader: inout JSONReader) throws(JSONError) -> ListMetadata {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.isEqual(to: "metadata") { return try ListMetadata(reading: &reader) }
        }
        return ListMetadata()
    }
}
