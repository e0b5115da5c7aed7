/// Reading objects whose types nobody promises: a value of another type is passed over.
extension JSONReader {
    /// The next value if it is a string, copied.
    package mutating func readStringIfAny() throws(JSONError) -> String? {
        guard try peek() == .string else {
            try skipValue()
            return nil
        }
        return try readString()
    }

    /// The next value if it is a whole number that fits an `Int`, as `3` and not `3.0`.
    package mutating func readIntegerIfAny() throws(JSONError) -> Int? {
        let kind = try peek()
        let value = try readRawValue()
        guard kind == .number else { return nil }
        var digits: [UInt8] = []
        for index in value.indices { digits.append(value[index]) }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
