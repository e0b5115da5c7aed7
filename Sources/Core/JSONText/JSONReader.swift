/// A strict, lazy reader of one JSON text (RFC 8259): it walks, it does not build.
///
/// ```swift
/// var reader = JSONReader(bytes.span)
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///     switch key {
///     case "name": name = try reader.readString()
///     default: break  // a value that was not read is skipped by the next call of nextKey
///     }
/// }
/// try reader.end()
/// ```
///
/// Every byte that it passes is validated, skipped ones too: UTF-8, escapes, numbers, structure. Nesting is bounded, and
/// nothing recurses. After an error the reader must not be used again.
package struct JSONReader: ~Escapable {
    /// How deep arrays and objects may nest.
    package static let maximumDepth = 127

    private let bytes: Span<UInt8>
    /// The next byte to be read, from 0.
    package private(set) var offset = 0
    private var depth = 0
    /// No member of the innermost container has been read yet.
    private var isFirst = true
    /// nextKey or nextElement has promised a value that nobody has read yet.
    private var isValuePending = false

    /// A reader at the first byte of `bytes`.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
    }

    // MARK: Structure

    /// The kind of the next value, told by its first byte; afterwards `offset` is that byte.
    package mutating func peek() throws(JSONError) -> JSONKind {
        switch try peekByte() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case let byte: throw .unexpected(byte, at: offset, "a value")
        }
    }

    /// Enters an object; `nextKey` walks it.
    package mutating func beginObject() throws(JSONError) {
        try expect(.object, UInt8(ascii: "{"))
        try enter()
    }

    /// The next key of the object entered last, or nil once its `}` has been passed.
    @_lifetime(copy self)
    package mutating func nextKey() throws(JSONError) -> JSONString? {
        guard let first = try nextMember(closedBy: UInt8(ascii: "}")) else { return nil }
        guard first == UInt8(ascii: "\"") else { throw .unexpected(first, at: offset, "a key in quotes") }
        let key = try scanString()
        let colon = try peekByte()
        guard colon == UInt8(ascii: ":") else { throw .unexpected(colon, at: offset, "a colon") }
        offset &+= 1
        isValuePending = true
        return key
    }

    /// Enters an array; `nextElement` walks it.
    package mutating func beginArray() throws(JSONError) {
        try expect(.array, UInt8(ascii: "["))
        try enter()
    }

    /// Whether the array entered last has another element; false once its `]` has been passed.
    package mutating func nextElement() throws(JSONError) -> Bool {
        guard try nextMember(closedBy: UInt8(ascii: "]")) != nil else { return false }
        isValuePending = true
        return true
    }

    /// Checks that nothing but white space follows.
    package mutating func end() throws(JSONError) {
        offset = WhitespaceScanner.skip(bytes, from: offset)
        guard offset == bytes.count else {
            throw JSONError(.trailingBytes, at: offset, "there is text after the end of the value")
        }
    }

    // MARK: Values

    /// The next value, which must be a string, copied.
    package mutating func readString() throws(JSONError) -> String {
        try readJSONString().decoded
    }

    /// The next value, which must be a string, where it stands.
    @_lifetime(copy self)
    package mutating func readJSONString() throws(JSONError) -> JSONString {
        try expect(.string, UInt8(ascii: "\""))
        isValuePending = false
        return try scanString()
    }

    /// The next value, which must be an array of strings, copied.
    package mutating func readStrings() throws(JSONError) -> [String] {
        var strings: [String] = []
        try beginArray()
        while try nextElement() { strings.append(try readString()) }
        return strings
    }

    /// The next value, which must be a whole number that fits an `Int`.
    package mutating func readInteger() throws(JSONError) -> Int {
        if try peek() != .number { throw try mismatch(.number) }
        let start = offset
        offset = try NumberScanner.end(of: bytes, from: start)
        isValuePending = false
        let text = unsafe bytes.extracting(start..<offset).withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
        guard let value = Int(text) else {
            throw JSONError(.wrongType, at: start, "\(text.prefix(40)) is not a whole number of 64 bits")
        }
        return value
    }

    /// The next value, which must be true or false.
    package mutating func readBoolean() throws(JSONError) -> Bool {
        if try peek() != .boolean { throw try mismatch(.boolean) }
        isValuePending = false
        let isTrue = bytes[offset] == UInt8(ascii: "t")
        offset = try ValueScanner.end(of: bytes, literal: isTrue ? "true" : "false", from: offset)
        return isTrue
    }

    /// Passes the next value if it is null, and says whether it was.
    package mutating func readNull() throws(JSONError) -> Bool {
        guard try peekByte() == UInt8(ascii: "n") else { return false }
        isValuePending = false
        offset = try ValueScanner.end(of: bytes, literal: "null", from: offset)
        return true
    }

    /// Passes the next value, whatever it is, and returns where it stands: its first byte to the one after its last.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        _ = try peekByte()
        let start = offset
        offset = try ValueScanner.end(of: bytes, from: start, depth: depth)
        isValuePending = false
        return start..<offset
    }

    /// Passes the next value, whatever it is, and returns its bytes where they stand.
    @_lifetime(copy self)
    package mutating func readRawValue() throws(JSONError) -> Span<UInt8> {
        bytes.extracting(try skipValue())
    }

    // MARK: Parts

    private mutating func enter() throws(JSONError) {
        guard depth < Self.maximumDepth else { throw .tooDeep(at: offset) }
        offset &+= 1
        depth += 1
        isFirst = true
        isValuePending = false
    }

    /// Moves to the next member and returns its first byte, or moves past the closing bracket and returns nil.
    @inline(__always)
    private mutating func nextMember(closedBy closing: UInt8) throws(JSONError) -> UInt8? {
        if isValuePending { try skipValue() }
        let byte = try peekByte()
        if byte == closing {
            offset &+= 1
            depth -= 1
            isFirst = false
            return nil
        }
        if isFirst {
            isFirst = false
            return byte
        }
        guard byte == UInt8(ascii: ",") else { throw .unexpected(byte, at: offset, "a comma or the end") }
        offset &+= 1
        let next = try peekByte()
        guard next != closing else { throw .unexpected(next, at: offset, "another member after the comma") }
        return next
    }

    @inline(__always)
    private mutating func expect(_ kind: JSONKind, _ first: UInt8) throws(JSONError) {
        if try peekByte() != first { throw try mismatch(kind) }
    }

    private mutating func mismatch(_ kind: JSONKind) throws(JSONError) -> JSONError {
        let found = try peek()
        return JSONError(.wrongType, at: offset, "expected \(kind.rawValue), found \(found.rawValue)")
    }

    @inline(__always)
    private mutating func peekByte() throws(JSONError) -> UInt8 {
        if offset < bytes.count, bytes[offset] > 0x20 { return bytes[offset] }
        offset = WhitespaceScanner.skip(bytes, from: offset)
        guard offset < bytes.count else { throw .unexpectedEnd(at: offset) }
        return bytes[offset]
    }

    /// Passes the string whose opening quote is at the offset, and returns its contents.
    @inline(__always)
    @_lifetime(copy self)
    private mutating func scanString() throws(JSONError) -> JSONString {
        let start = offset &+ 1
        let (quote, hasEscapes) = try StringScanner.end(of: bytes, contentsFrom: start)
        offset = quote &+ 1
        return JSONString(bytes.extracting(start..<quote), hasEscapes: hasEscapes)
    }
}
