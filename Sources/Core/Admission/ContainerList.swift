import Dependencies
import JSONText

/// A list of containers under review, read for what decides about ours.
struct ContainerList: Sendable {
    /// The list is there, if an empty one.
    private(set) var isPresent = false
    /// A container other than ours has requests or limits.
    private(set) var hasResources = false
    /// Where the container with our name stands: its index, and its bytes in the body.
    private(set) var ours: (index: Int, bytes: Range<Int>)?
    /// All containers, in order.
    private(set) var entries: [Entry] = []

    /// One container, as far as it is looked at before it is known to matter.
    struct Entry: Sendable {
        /// Its name.
        var name = ""
        /// Its image.
        var image = ""
        /// An init container that keeps running beside the others.
        var isSidecar = false
        /// It has our name.
        fileprivate var isOurs = false
        /// It has requests or limits.
        fileprivate var hasResources = false
        /// Its bytes in the body.
        var bytes = 0..<0
    }

    /// A list that is absent.
    init() {}

    /// Reads the list that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        isPresent = try reader.beginArrayUnlessNull()
        guard isPresent else { return }
        while try reader.nextElement() {
            _ = try reader.peek()
            let start = reader.offset
            var container = try Self.readContainer(&reader)
            container.bytes = start..<reader.offset
            if container.isOurs {
                ours = ours ?? (entries.count, container.bytes)
            } else if container.hasResources {
                hasResources = true
            }
            entries.append(container)
        }
    }

    /// Whether the next value, a container's or a pod's `resources` or null, asks for or limits anything.
    static func readHasResources(_ reader: inout JSONReader) throws(JSONError) -> Bool {
        guard try reader.beginObjectUnlessNull() else { return false }
        var hasAny = false
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "requests") || key.isEqual(to: "limits"), try reader.beginObjectUnlessNull() else {
                continue
            }
            while try reader.nextKey() != nil { hasAny = true }
        }
        return hasAny
    }

    private static func readContainer(_ reader: inout JSONReader) throws(JSONError) -> Entry {
        var container = Entry()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name":
                let name = try reader.readJSONString()
                container.isOurs = name.isEqual(to: GateMark.containerName)
                container.name = name.decoded
            case "image": container.image = try reader.readStringUnlessNull() ?? ""
            case "restartPolicy": container.isSidecar = try reader.readStringUnlessNull() == "Always"
            case "resources": container.hasResources = try readHasResources(&reader)
            default: break
            }
        }
        return container
    }
}
