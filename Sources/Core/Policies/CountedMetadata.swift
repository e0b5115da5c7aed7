import JSONText

/// What is read of a counted pod's metadata.
struct CountedMetadata: Sendable {
    /// Its name.
    private(set) var name = ""
    /// Its namespace.
    private(set) var namespace = ""
    /// Its UID.
    private(set) var uid = ""
    /// When it was created.
    private(set) var created = ""
    /// Its labels.
    private(set) var labels: [(key: String, value: String)] = []
    /// What controls it.
    private(set) var controller: PodTraits.Owner?
    /// It is the image of a static pod.
    private(set) var isStatic = false
    /// It has a deletionTimestamp.
    private(set) var isBeingDeleted = false

    /// Metadata that says nothing.
    init() {}

    /// Reads the metadata that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "uid": uid = try reader.readStringUnlessNull() ?? ""
            case "creationTimestamp": created = try reader.readStringUnlessNull() ?? ""
            case "deletionTimestamp": isBeingDeleted = try !reader.readNull()
            case "labels":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let label = try reader.nextKey() {
                    let name = label.decoded
                    labels.append((name, try reader.readStringUnlessNull() ?? ""))
                }
            case "annotations":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let name = try reader.nextKey() {
                    if name.isEqual(to: "kubernetes.io/config.mirror") { isStatic = true }
                }
            case "ownerReferences": controller = try PodTraits.Owner(readingController: &reader)
            default: break
            }
        }
    }
}
