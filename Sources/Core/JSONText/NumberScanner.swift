/// Numbers (RFC 8259 section 6).
enum NumberScanner {
    /// The byte after the number that begins at `start`: no leading zeros, no bare point or exponent.
    static func end(of bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var index = start
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "0") {
            index += 1
        } else {
            index = try digitsEnd(in: bytes, from: index, of: start)
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index = try digitsEnd(in: bytes, from: index + 1, of: start)
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            index = try digitsEnd(in: bytes, from: index, of: start)
        }
        if index < bytes.count, isDigit(bytes[index]) {
            throw JSONError(.invalidNumber, at: start, "a number must not begin with 0")
        }
        return index
    }

    private static func digitsEnd(in bytes: Span<UInt8>, from first: Int, of start: Int) throws(JSONError) -> Int {
        var index = first
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        guard index > first else { throw JSONError(.invalidNumber, at: start, "a digit is missing in a number") }
        return index
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
