import JSONText

/// A Pod under review: the few fields that decide whether it waits, and where our own parts stand in it.
struct PodObject: Sendable {
    /// Its metadata.
    private(set) var metadata = PodMetadata()
    /// Its spec; nil where there is none.
    private(set) var spec: PodSpec?

    /// Reads the Pod that is the next value.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                metadata = try reader.beginObjectUnlessNull() ? try PodMetadata(inside: &reader) : PodMetadata()
            case "spec":
                spec = try reader.beginObjectUnlessNull() ? try PodSpec(inside: &reader) : nil
            default: break
            }
        }
    }
}
