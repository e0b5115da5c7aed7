package import JSONText

/// What is read of a pod's metadata in order to say whose it is and what selects it.
package struct SelectableMetadata: Sendable {
    /// Which object it is.
    package private(set) var identity = ObjectIdentity()
    /// When it was created.
    package private(set) var created = ""
    /// Its labels.
    package private(set) var labels: [(key: String, value: String)] = []
    /// What controls it.
    package private(set) var controller: PodTraits.Owner?
    /// It is the image of a static pod.
    package private(set) var isStatic = false

    /// Metadata that says nothing.
    package init() {}

    /// Reads the metadata that is the next value, or null.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            guard try !identity.read(key, &reader) else { continue }
            switch key {
            case "creationTimestamp": created = try reader.readStringUnlessNull() ?? ""
            case "labels": try reader.readStringMapUnlessNull { labels.append(($0, $1)) }
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
