import JSONText

/// A JSON Patch (RFC 6902) under construction. Only our own paths are touched.
struct JSONPatch: Sendable {
    private var writer = JSONWriter(capacity: 2048)

    /// No operation has been added.
    private(set) var isEmpty = true

    /// A patch without operations.
    init() {
        writer.beginArray()
    }

    /// Adds a member or inserts an element; `value` writes it.
    mutating func add(_ path: JSONPointer, _ value: (inout JSONWriter) -> Void) {
        append("add", path, value)
    }

    /// Puts another value in place of one that is there; `value` writes it.
    mutating func replace(_ path: JSONPointer, _ value: (inout JSONWriter) -> Void) {
        append("replace", path, value)
    }

    /// Takes out a member that is there.
    mutating func remove(_ path: JSONPointer) {
        begin("remove", path)
        writer.endObject()
    }

    /// Sets one member of a map that may be absent or null.
    mutating func set(_ member: MapMember, to value: String, exists: Bool) {
        if exists {
            add(member.path) { $0.string(value) }
            return
        }
        add(member.map) { writer in
            writer.beginObject()
            writer.key(member.key)
            writer.string(value)
            writer.endObject()
        }
    }

    /// Sets members of one map that may be absent or null.
    mutating func set(_ members: [(member: MapMember, value: String)], exists: Bool) {
        guard !exists, let first = members.first else {
            for (member, value) in members { set(member, to: value, exists: true) }
            return
        }
        add(first.member.map) { writer in
            writer.beginObject()
            for (member, value) in members {
                writer.key(member.key)
                writer.string(value)
            }
            writer.endObject()
        }
    }

    /// Inserts an element into a list that may be absent or null: at the front, or else at the end.
    mutating func insert(
        into list: JSONPointer, exists: Bool, atFront: Bool, _ element: (inout JSONWriter) -> Void
    ) {
        if exists {
            add(list.appending(atFront ? "0" : "-"), element)
            return
        }
        add(list) { writer in
            writer.beginArray()
            element(&writer)
            writer.endArray()
        }
    }

    /// The patch's text.
    consuming func finish() -> [UInt8] {
        writer.endArray()
        return writer.bytes
    }

    private mutating func append(_ operation: String, _ path: JSONPointer, _ value: (inout JSONWriter) -> Void) {
        begin(operation, path)
        writer.key("value")
        value(&writer)
        writer.endObject()
    }

    private mutating func begin(_ operation: String, _ path: JSONPointer) {
        isEmpty = false
        writer.beginObject()
        writer.key("op")
        writer.string(operation)
        writer.key("path")
        writer.string(path.description)
    }
}
