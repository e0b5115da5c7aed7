package import JSONText

extension JSONValue {
    /// The tree of one JSON text. Throws for anything that RFC 8259 does not allow, and for nesting beyond the reader's depth.
    package init(json bytes: some Collection<UInt8>) throws(JSONError) {
        self = try Self.decode(Array(bytes))
    }

    /// The tree of one JSON text.
    package init(json text: String) throws(JSONError) {
        try self.init(json: text.utf8)
    }

    private static func decode(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes.span)
        let value = try read(&reader, from: bytes)
        try reader.end()
        return value
    }

    /// Reads one value; recursion is bounded by the reader's own depth limit.
    private static func read(_ reader: inout JSONReader, from bytes: [UInt8]) throws(JSONError) -> JSONValue {
        switch try reader.peek() {
        case .null:
            _ = try reader.readNull()
            return .null
        case .boolean:
            return .boolean(try reader.readBoolean())
        case .string:
            return .string(try reader.readString())
        case .number:
            return .number(String(decoding: bytes[try reader.skipValue()], as: UTF8.self))
        case .array:
            var elements: [JSONValue] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try read(&reader, from: bytes)) }
            return .array(elements)
        case .object:
            var members: [(String, JSONValue)] = []
            try reader.beginObject()
            while let key = try reader.nextKey()?.decoded { members.append((key, try read(&reader, from: bytes))) }
            return .object(JSONObject(members))
        }
    }
}
