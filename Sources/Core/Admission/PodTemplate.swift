import JSONText

/// A workload's pod template, as far as it decides whether and how its pods wait.
struct PodTemplate: Sendable {
    /// There is metadata, if an empty object.
    private(set) var hasMetadata = false
    /// The wait annotations that pods will have.
    private(set) var annotations = WaitAnnotations()
    /// The pods' spec; nil where there is none.
    private(set) var spec: PodSpec?

    /// Reads the members of a template whose `{` has been passed.
    init(inside reader: inout JSONReader) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                (hasMetadata, annotations) = (try reader.beginObjectUnlessNull(), WaitAnnotations())
                guard hasMetadata else { continue }
                while let key = try reader.nextKey() {
                    if key.isEqual(to: "annotations") { annotations = try WaitAnnotations(reading: &reader) }
                }
            case "spec":
                spec = try reader.beginObjectUnlessNull() ? try PodSpec(inside: &reader) : nil
            default: break
            }
        }
    }
}
