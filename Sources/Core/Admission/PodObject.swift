import JSONText

/// A Pod under review: the few fields that decide whether it waits, and where our own parts stand in it.
struct PodObject: Sendable {
    /// Its metadata.
    private(set) var metadata = PodMetadata()
    /// Its spec.
    private(set) var spec = PodSpec()

    /// Reads the Pod that is the next value.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                metadata = PodMetadata()
                if try reader.beginObjectUnlessNull() { metadata = try PodMetadata(inside: &reader) }
            case "spec":
                spec = PodSpec()
                if try reader.beginObjectUnlessNull() { spec = try PodSpec(inside: &reader) }
            default: break
            }
        }
    }
}
