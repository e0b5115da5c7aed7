/// Whole values: where one ends, once all of it has been checked. Nothing is built and nothing recurses.
enum ValueScanner {
    /// The byte after the value whose first byte is at `start`, in a text already `depth` containers deep.
    static func end(of bytes: Span<UInt8>, from start: Int, depth outer: Int) throws(JSONError) -> Int {
        var index = start
        var depth = outer
        // One bit a level, innermost lowest: set for an object, clear for an array.
        var containers: UInt128 = 0

        value: while true {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index = try StringScanner.end(of: bytes, contentsFrom: index &+ 1).quote &+ 1
            case UInt8(ascii: "{"):
                guard depth < JSONReader.maximumDepth else { throw .tooDeep(at: index) }
                index = try next(bytes, from: index &+ 1)
                if bytes[index] != UInt8(ascii: "}") {
                    depth &+= 1
                    containers = containers << 1 | 1
                    index = try memberValue(in: bytes, from: index)
                    continue value
                }
                index &+= 1
            case UInt8(ascii: "["):
                guard depth < JSONReader.maximumDepth else { throw .tooDeep(at: index) }
                index = try next(bytes, from: index &+ 1)
                if bytes[index] != UInt8(ascii: "]") {
                    depth &+= 1
                    containers <<= 1
                    continue value
                }
                index &+= 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                index = try NumberScanner.end(of: bytes, from: index)
            case UInt8(ascii: "t"): index = try end(of: bytes, literal: "true", from: index)
            case UInt8(ascii: "f"): index = try end(of: bytes, literal: "false", from: index)
            case UInt8(ascii: "n"): index = try end(of: bytes, literal: "null", from: index)
            case let byte: throw .unexpected(byte, at: index, "a value")
            }
            while depth > outer {
                let isObject = containers & 1 == 1
                let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
                index = try next(bytes, from: index)
                if bytes[index] == UInt8(ascii: ",") {
                    index = try next(bytes, from: index &+ 1)
                    guard bytes[index] != closing else {
                        throw .unexpected(closing, at: index, "another member after the comma")
                    }
                    if isObject { index = try memberValue(in: bytes, from: index) }
                    continue value
                }
                guard bytes[index] == closing else { throw .unexpected(bytes[index], at: index, "a comma or the end") }
                index &+= 1
                depth &-= 1
                containers >>= 1
            }
            return index
        }
    }

    /// The byte after `literal`, which must stand at `start`.
    static func end(of bytes: Span<UInt8>, literal: StaticString, from start: Int) throws(JSONError) -> Int {
        let count = literal.utf8CodeUnitCount
        let pointer = unsafe literal.utf8Start
        for index in 0..<count {
            guard start + index < bytes.count else { throw .unexpectedEnd(at: bytes.count) }
            guard unsafe bytes[start + index] == pointer[index] else {
                throw JSONError(.unexpectedByte, at: start, "expected \(literal)")
            }
        }
        return start + count
    }

    /// The first byte of the value whose key must begin at `index`.
    @inline(__always)
    private static func memberValue(in bytes: Span<UInt8>, from index: Int) throws(JSONError) -> Int {
        guard bytes[index] == UInt8(ascii: "\"") else { throw .unexpected(bytes[index], at: index, "a key in quotes") }
        let quote = try StringScanner.end(of: bytes, contentsFrom: index &+ 1).quote
        let colon = try next(bytes, from: quote &+ 1)
        guard bytes[colon] == UInt8(ascii: ":") else { throw .unexpected(bytes[colon], at: colon, "a colon") }
        return try next(bytes, from: colon &+ 1)
    }

    /// The first byte from `start` on that is not white space; there must be one.
    @inline(__always)
    private static func next(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        let index = WhitespaceScanner.skip(bytes, from: start)
        guard index < bytes.count else { throw .unexpectedEnd(at: index) }
        return index
    }
}
