import JSONText

/// What is read of a counted pod's metadata.
struct CountedMetadata: Sendable {
    /// Which object it is.
    private(set) var identity = ObjectIdentity()
    /// When it was created.
    private(set) var created = ""
    /// Its labels.
    private(set) var labels: [(key: String, value: String)] = []
    /// What controls it.
    private(set) var controller: PodTraits.Owner?
    /// It is the image of a static pod.
    private(set) var isStatic = false

    /// Metadata that says nothing.
    init() {}

    /// Reads the metadata that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            guard try !identity.read(key, &reader) else { continue }
            switch key {
            case "creationTimestamp": created = try reader.readStringUnlessNull() ?? ""
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
