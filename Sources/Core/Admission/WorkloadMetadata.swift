import JSONText

/// What the rules read of a workload's metadata.
struct WorkloadMetadata: Sendable {
    /// The name; empty on creation with `generateName`.
    private(set) var name = ""
    /// What the API server makes the name from.
    private(set) var generateName = ""
    /// The namespace, which a caller may leave to the request.
    private(set) var namespace = ""
    /// Where in the body the labels stand; nil where there are none.
    private(set) var labels: Range<Int>?
    /// The wait annotations.
    private(set) var annotations = WaitAnnotations()
    /// What `kubectl apply` applied last, a JSON text; nil where there is none.
    var lastApplied: String? { annotations.lastApplied }
    /// Where in the body the list stands that says who has applied what; nil where there is none.
    private(set) var managedFields: Range<Int>?
    /// A controller made it and keeps it as it wants it: a Deployment its ReplicaSets, a CronJob its Jobs.
    private(set) var isControlled = false
    /// It is going away; what updates it then are finalizers being removed.
    private(set) var isBeingDeleted = false

    /// Metadata that says nothing.
    init() {}

    /// Reads the members of a metadata object whose `{` has been passed.
    init(inside reader: inout JSONReader) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "generateName": generateName = try reader.readStringUnlessNull() ?? ""
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "labels": labels = try reader.skipValue()
            case "annotations": annotations = try WaitAnnotations(reading: &reader)
            case "ownerReferences": isControlled = try Self.readHasController(&reader)
            case "managedFields": managedFields = try reader.skipValue()
            case "deletionTimestamp": isBeingDeleted = try reader.readStringUnlessNull() != nil
            default: break
            }
        }
    }

    private static func readHasController(_ reader: inout JSONReader) throws(JSONError) -> Bool {
        guard try reader.beginArrayUnlessNull() else { return false }
        var hasController = false
        while try reader.nextElement() {
            guard try reader.beginObjectUnlessNull() else { continue }
            while let key = try reader.nextKey() {
                if key.isEqual(to: "controller"), try reader.readBooleanUnlessNull() == true { hasController = true }
            }
        }
        return hasController
    }
}
