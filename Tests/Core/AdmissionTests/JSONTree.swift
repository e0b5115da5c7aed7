import JSONText

/// A whole JSON text in memory that keeps every scalar's bytes and every member's place, so that writing it again gives
/// the same compact text; and a JSON Patch of `add`, `replace` and `remove` applied to it. For tests only: it recurses.
enum JSONTree: Hashable {
    case object([Member])
    case array([JSONTree])
    case scalar(String)

    struct Member: Hashable {
        var key: String
        var value: JSONTree
    }

    struct Unfit: Error {
        let path: String
    }

    init(_ bytes: [UInt8]) throws {
        var reader = JSONReader(bytes.span)
        self = try Self.read(&reader, bytes)
        try reader.end()
    }

    private static func read(_ reader: inout JSONReader, _ bytes: [UInt8]) throws -> JSONTree {
        switch try reader.peek() {
        case .object:
            var members: [Member] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                members.append(Member(key: key.decoded, value: try read(&reader, bytes)))
            }
            return .object(members)
        case .array:
            var elements: [JSONTree] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try read(&reader, bytes)) }
            return .array(elements)
        default:
            return .scalar(String(decoding: bytes[try reader.skipValue()], as: UTF8.self))
        }
    }

    /// The compact text.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .scalar(let text):
            writer.raw(text.utf8)
        }
    }

    // MARK: Looking

    subscript(_ key: String) -> JSONTree? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.key == key }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            if let index = members.firstIndex(where: { $0.key == key }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(key: key, value: newValue))
            }
            self = .object(members)
        }
    }

    subscript(_ index: Int) -> JSONTree? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    var elements: [JSONTree] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The value of a string; nil for anything else.
    var string: String? {
        guard case .scalar(let text) = self, text.hasPrefix("\"") else { return nil }
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        return try? reader.readString()
    }

    // MARK: Changing

    static func string(_ value: String) -> JSONTree {
        var writer = JSONWriter()
        writer.string(value)
        return .scalar(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// A tree written as JSON in a test.
    static func json(_ text: String) throws -> JSONTree { try JSONTree(Array(text.utf8)) }

    /// The tree after `patch` (RFC 6902).
    func applying(_ patch: JSONTree) throws -> JSONTree {
        var result = self
        for operation in patch.elements {
            guard let path = operation["path"]?.string, let name = operation["op"]?.string,
                (name == "remove") == (operation["value"] == nil)
            else { throw Unfit(path: "an operation without op, path or value") }
            let value = operation["value"] ?? .scalar("null")
            let tokens = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
                String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
            }
            result = try result.changed(tokens[...], name, value, path)
        }
        return result
    }

    private func changed(
        _ tokens: ArraySlice<String>, _ operation: String, _ value: JSONTree, _ path: String
    ) throws -> JSONTree {
        guard let token = tokens.first else { throw Unfit(path: path) }
        let rest = tokens.dropFirst()
        switch self {
        case .object:
            var result = self
            if rest.isEmpty {
                guard operation == "add" || self[token] != nil else { throw Unfit(path: path) }
                result[token] = operation == "remove" ? nil : value
            } else {
                guard let inner = self[token] else { throw Unfit(path: path) }
                result[token] = try inner.changed(rest, operation, value, path)
            }
            return result
        case .array(var elements):
            if rest.isEmpty, operation == "add" {
                guard let index = token == "-" ? elements.count : Int(token), index <= elements.count else {
                    throw Unfit(path: path)
                }
                elements.insert(value, at: index)
            } else {
                guard let index = Int(token), elements.indices.contains(index) else { throw Unfit(path: path) }
                elements[index] =
                    rest.isEmpty ? value : try elements[index].changed(rest, operation, value, path)
            }
            return .array(elements)
        case .scalar:
            throw Unfit(path: path)
        }
    }
}
