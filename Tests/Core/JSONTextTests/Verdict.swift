import JSONText

/// What the reader says of a text, by each way of passing it.
enum Verdict {
    /// The error of skipping the text, and that of reading every value in it; nil where there is none.
    static func all(_ text: [UInt8]) -> [JSONError?] { [skipping(text), reading(text)] }

    static func skipping(_ text: [UInt8]) -> JSONError? {
        var reader = JSONReader(text.span)
        do throws(JSONError) {
            let range = try reader.skipValue()
            try reader.end()
            precondition(range.upperBound <= text.count)
            return nil
        } catch {
            return error
        }
    }

    static func reading(_ text: [UInt8]) -> JSONError? {
        var reader = JSONReader(text.span)
        do throws(JSONError) {
            try readValue(&reader)
            try reader.end()
            return nil
        } catch {
            return error
        }
    }

    private static func readValue(_ reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .object:
            try reader.beginObject()
            while let key = try reader.nextKey() {
                _ = key.decoded
                try readValue(&reader)
            }
        case .array:
            try reader.beginArray()
            while try reader.nextElement() { try readValue(&reader) }
        case .string: _ = try reader.readString()
        case .number: try reader.skipValue()
        case .boolean: _ = try reader.readBoolean()
        case .null: _ = try reader.readNull()
        }
    }
}
