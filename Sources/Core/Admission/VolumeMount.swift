import JSONText

/// A mount of a volume in a container, to be compared and copied.
struct VolumeMount: Hashable, Sendable {
    /// The volume's name.
    private(set) var volume = ""
    /// Where the volume is mounted.
    private(set) var path = ""
    /// The part of the volume that is mounted; nil for the whole.
    private(set) var subPath: String?
    /// The same with references to variables.
    private(set) var subPathExpression: String?

    /// The mounts of a container; none where the text is not one.
    static func list(of container: Span<UInt8>) -> [VolumeMount] {
        var reader = JSONReader(container)
        var mounts: [VolumeMount] = []
        do throws(JSONError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key.isEqual(to: "volumeMounts") { mounts = try list(reading: &reader) }
            }
        } catch {
            return []
        }
        return mounts
    }

    /// Reads the list that is the next value, or null.
    static func list(reading reader: inout JSONReader) throws(JSONError) -> [VolumeMount] {
        guard try reader.beginArrayUnlessNull() else { return [] }
        var mounts: [VolumeMount] = []
        while try reader.nextElement() {
            var mount = VolumeMount()
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "name": mount.volume = try reader.readStringUnlessNull() ?? ""
                case "mountPath": mount.path = try reader.readStringUnlessNull() ?? ""
                case "subPath": mount.subPath = try reader.readStringUnlessNull()
                case "subPathExpr": mount.subPathExpression = try reader.readStringUnlessNull()
                default: break
                }
            }
            mounts.append(mount)
        }
        return mounts
    }

    /// Whether a file of this absolute path is in the mount.
    func covers(_ file: String) -> Bool {
        guard path.hasPrefix("/") else { return false }
        var directory = path.utf8[...]
        while directory.last == UInt8(ascii: "/") { directory.removeLast() }
        guard file.utf8.starts(with: directory) else { return false }
        let rest = file.utf8.dropFirst(directory.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }

    /// Writes the mount, read-only.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string(volume)
        writer.key("mountPath")
        writer.string(path)
        writer.key("readOnly")
        writer.boolean(true)
        if let subPath {
            writer.key("subPath")
            writer.string(subPath)
        }
        if let subPathExpression {
            writer.key("subPathExpr")
            writer.string(subPathExpression)
        }
        writer.endObject()
    }
}
