import Dependencies
import JSONText

/// A list of containers under review, read for what decides about ours.
struct ContainerList: Sendable {
    /// The list is there, if an empty one.
    private(set) var isPresent = false
    /// How many containers it has.
    private(set) var count = 0
    /// A container other than ours has requests or limits.
    private(set) var hasResources = false
    /// Where the container with our name stands: its index, and its bytes in the body.
    private(set) var ours: (index: Int, bytes: Range<Int>)?

    /// A list that is absent.
    init() {}

    /// Reads the list that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        isPresent = try reader.beginArrayUnlessNull()
        guard isPresent else { return }
        while try reader.nextElement() {
            _ = try reader.peek()
            let start = reader.offset
            let container = try Self.readContainer(&reader)
            if container.isOurs {
                ours = ours ?? (count, start..<reader.offset)
            } else if container.hasResources {
                hasResources = true
            }
            count += 1
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

    private static func readContainer(
        _ reader: inout JSONReader
    ) throws(JSONError) -> (isOurs: Bool, hasResources: Bool) {
        var container = (isOurs: false, hasResources: false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": container.isOurs = try reader.readJSONString().isEqual(to: GateMark.containerName)
            case "resources": container.hasResources = try readHasResources(&reader)
            default: break
            }
        }
        return container
    }
}
