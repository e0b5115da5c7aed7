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
    /// One bit a level, lowest innermost: set for an object, clear for an array.
    private var containers: UInt128 = 0
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

    /// The kind of the next value, told by its first byte.
    package mutating func peek() throws(JSONError) -> JSONKind {
        switch try peekByte() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case let byte: throw unexpected(byte, "a value")
        }
    }

    /// Enters an object; `nextKey` walks it.
    package mutating func beginObject() throws(JSONError) {
        try expect(.object)
        try push(isObject: true)
    }

    /// The next key of the object entered last, or nil once its `}` has been passed.
    @_lifetime(copy self)
    package mutating func nextKey() throws(JSONError) -> JSONString? {
        guard try nextMember(closedBy: UInt8(ascii: "}")) else { return nil }
        guard try peekByte() == UInt8(ascii: "\"") else { throw unexpected(bytes[offset], "a key in quotes") }
        let key = try scanString()
        guard try peekByte() == UInt8(ascii: ":") else { throw unexpected(bytes[offset], "a colon") }
        offset += 1
        isValuePending = true
        return key
    }

    /// Enters an array; `nextElement` walks it.
    package mutating func beginArray() throws(JSONError) {
        try expect(.array)
        try push(isObject: false)
    }

    /// Whether the array entered last has another element; false once its `]` has been passed.
    package mutating func nextElement() throws(JSONError) -> Bool {
        guard try nextMember(closedBy: UInt8(ascii: "]")) else { return false }
        isValuePending = true
        return true
    }

    /// Checks that nothing but white space follows.
    package mutating func end() throws(JSONError) {
        skipWhitespace()
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
        try expect(.string)
        isValuePending = false
        return try scanString()
    }

    /// The next value, which must be a whole number that fits an `Int`.
    package mutating func readInteger() throws(JSONError) -> Int {
        try expect(.number)
        let start = offset
        try scanNumber()
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
        try expect(.boolean)
        isValuePending = false
        if bytes[offset] == UInt8(ascii: "t") {
            try scanLiteral("true")
            return true
        }
        try scanLiteral("false")
        return false
    }

    /// Passes the next value if it is null, and says whether it was.
    package mutating func readNull() throws(JSONError) -> Bool {
        guard try peekByte() == UInt8(ascii: "n") else { return false }
        isValuePending = false
        try scanLiteral("null")
        return true
    }

    /// Passes the next value, whatever it is, and returns where it stands: its first byte to the one after its last.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        _ = try peekByte()
        let start = offset
        let outer = depth
        isValuePending = false
        repeat {
            try skipOneStep(outer: outer)
        } while depth > outer
        return start..<offset
    }

    // MARK: Parts

    /// Passes one scalar or opens one container, then closes every container that ends there.
    private mutating func skipOneStep(outer: Int) throws(JSONError) {
        switch try peek() {
        case .object:
            try push(isObject: true)
        case .array:
            try push(isObject: false)
        case .string:
            _ = try scanString()
        case .number:
            try scanNumber()
        case .boolean:
            try scanLiteral(bytes[offset] == UInt8(ascii: "t") ? "true" : "false")
        case .null:
            try scanLiteral("null")
        }
        while depth > outer {
            if containers & 1 == 1 {
                if try nextKey() != nil { break }
            } else if try nextElement() {
                break
            }
        }
        isValuePending = false
    }

    private mutating func push(isObject: Bool) throws(JSONError) {
        guard depth < Self.maximumDepth else {
            throw JSONError(.tooDeep, at: offset, "nested deeper than \(Self.maximumDepth) levels")
        }
        offset += 1
        depth += 1
        containers = containers << 1 | (isObject ? 1 : 0)
        isFirst = true
        isValuePending = false
    }

    private mutating func nextMember(closedBy closing: UInt8) throws(JSONError) -> Bool {
        if isValuePending { try skipValue() }
        var byte = try peekByte()
        if byte == closing {
            offset += 1
            depth -= 1
            containers >>= 1
            isFirst = false
            isValuePending = false
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw unexpected(byte, "a comma or the end") }
        offset += 1
        byte = try peekByte()
        guard byte != closing else { throw unexpected(byte, "another member after the comma") }
        return true
    }

    private mutating func expect(_ kind: JSONKind) throws(JSONError) {
        let found = try peek()
        guard found == kind else {
            throw JSONError(.wrongType, at: offset, "expected \(kind.rawValue), found \(found.rawValue)")
        }
    }

    private mutating func peekByte() throws(JSONError) -> UInt8 {
        skipWhitespace()
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset, "the text ends too early") }
        return bytes[offset]
    }

    private mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private func unexpected(_ byte: UInt8, _ wanted: String) -> JSONError {
        let shown = 0x21...0x7E ~= byte ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
        return JSONError(.unexpectedByte, at: offset, "expected \(wanted), found \(shown)")
    }
}

// MARK: - Scalars

extension JSONReader {
    /// Passes the string at the offset, validating it, and returns its contents.
    @_lifetime(copy self)
    private mutating func scanString() throws(JSONError) -> JSONString {
        let start = offset + 1
        var index = start
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                offset = index + 1
                return JSONString(bytes.extracting(start..<index), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index = try validateEscape(at: index)
            case 0x00..<0x20:
                throw JSONError(.invalidString, at: index, "a control character in a string must be escaped")
            case 0x20..<0x80:
                index += 1
            default:
                index = try validateMultiByteScalar(at: index)
            }
        }
        throw JSONError(.unexpectedEnd, at: index, "the text ends inside a string")
    }

    /// Checks the escape at `index` and returns the byte after it; surrogates must come in pairs.
    private func validateEscape(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < bytes.count else {
            throw JSONError(.unexpectedEnd, at: index, "the text ends inside a string")
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            let first = try codeUnit(at: index)
            if 0xD800...0xDBFF ~= first {
                guard index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
                    bytes[index + 7] == UInt8(ascii: "u"), 0xDC00...0xDFFF ~= (try codeUnit(at: index + 6))
                else { throw JSONError(.invalidString, at: index, "half of a surrogate pair") }
                return index + 12
            }
            guard !(0xDC00...0xDFFF ~= first) else {
                throw JSONError(.invalidString, at: index, "half of a surrogate pair")
            }
            return index + 6
        default:
            throw JSONError(.invalidString, at: index, "unknown escape")
        }
    }

    private func codeUnit(at escape: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for index in escape + 2..<escape + 6 {
            guard index < bytes.count, let digit = hexDigit(bytes[index]) else {
                throw JSONError(.invalidString, at: escape, "\\u needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Checks one scalar of two to four bytes against RFC 3629's table and returns the byte after it.
    private func validateMultiByteScalar(at index: Int) throws(JSONError) -> Int {
        let lead = bytes[index]
        let second: ClosedRange<UInt8>
        let length: Int
        switch lead {
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: throw JSONError(.invalidUTF8, at: index, "byte \(lead) does not begin a UTF-8 scalar")
        }
        guard index + length <= bytes.count, second ~= bytes[index + 1] else {
            throw JSONError(.invalidUTF8, at: index, "a broken UTF-8 sequence")
        }
        for position in index + 2..<max(index + 2, index + length) where !(0x80...0xBF ~= bytes[position]) {
            throw JSONError(.invalidUTF8, at: index, "a broken UTF-8 sequence")
        }
        return index + length
    }

    /// Passes the number at the offset, checking RFC 8259's grammar: no leading zeros, no bare point or exponent.
    private mutating func scanNumber() throws(JSONError) {
        let start = offset
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") {
            offset += 1
        } else {
            try scanDigits(from: start)
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try scanDigits(from: start)
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try scanDigits(from: start)
        }
        if offset < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[offset] {
            throw JSONError(.invalidNumber, at: start, "a number must not begin with 0")
        }
    }

    private mutating func scanDigits(from start: Int) throws(JSONError) {
        let first = offset
        while offset < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[offset] { offset += 1 }
        guard offset > first else { throw JSONError(.invalidNumber, at: start, "a digit is missing in a number") }
    }

    private mutating func scanLiteral(_ literal: StaticString) throws(JSONError) {
        let count = literal.utf8CodeUnitCount
        let pointer = unsafe literal.utf8Start
        guard offset + count <= bytes.count else {
            throw JSONError(.unexpectedEnd, at: offset, "the text ends too early")
        }
        for index in 0..<count where unsafe bytes[offset + index] != pointer[index] {
            throw JSONError(.unexpectedByte, at: offset, "expected \(literal)")
        }
        offset += count
    }
}
