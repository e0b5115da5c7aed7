import JSONText

/// A workload's pod template, as far as it decides whether and how its pods wait.
struct PodTemplate: Sendable {
    /// There is metadata, if an empty object.
    private(set) var hasMetadata = false
    /// The wait annotations that pods will have.
    private(set) var annotations = WaitAnnotations()
    /// Where in the body the labels that pods will have stand; nil where there are none.
    private(set) var labels: Range<Int>?
    /// The pods' spec; nil where there is none.
    private(set) var spec: PodSpec?

    /// Reads the members of a template whose `{` has been passed.
    init(inside reader: inout JSONReader) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                (hasMetadata, annotations, labels) = (try reader.beginObjectUnlessNull(), WaitAnnotations(), nil)
                guard hasMetadata else { continue }
                while let key = try reader.nextKey() {
                    switch key {
                    case "annotations": annotations = try WaitAnnotations(reading: &reader)
                    case "labels": labels = try reader.skipValue()
                    default: break
                    }
                }
            case "spec":
                spec = try reader.beginObjectUnlessNull() ? try PodSpec(inside: &reader) : nil
            default: break
            }
        }
    }
}
