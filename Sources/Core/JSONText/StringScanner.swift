import Encodings

/// Strings (RFC 8259 section 7): where one ends, once all of it has been checked.
enum StringScanner {
    /// The index of the closing quote of the string whose contents begin at `start`, and whether escapes stand between.
    @inline(__always)
    static func end(of bytes: Span<UInt8>, contentsFrom start: Int) throws(JSONError) -> (quote: Int, hasEscapes: Bool)
    {
        let index = plainRunEnd(in: bytes, from: start)
        if index < bytes.count, bytes[index] == UInt8(ascii: "\"") { return (index, false) }
        return try endSlowly(of: bytes, from: index)
    }

    /// The rest of a string that is more than one run of plain ASCII.
    private static func endSlowly(
        of bytes: Span<UInt8>, from start: Int
    ) throws(JSONError) -> (quote: Int, hasEscapes: Bool) {
        var index = start
        var hasEscapes = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                return (index, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                // JSON within JSON, which annotations are full of, is nearly all quotes.
                let isQuote = index &+ 1 < bytes.count && bytes[index &+ 1] == UInt8(ascii: "\"")
                index = isQuote ? index &+ 2 : try escapeEnd(in: bytes, at: index)
            case 0x00..<0x20:
                throw JSONError(.invalidString, at: index, "a control character in a string must be escaped")
            case 0x20..<0x80:
                index = plainRunEnd(in: bytes, from: index)
            default:
                index = try multiByteScalarEnd(in: bytes, at: index)
            }
        }
        throw JSONError(.unexpectedEnd, at: index, "the text ends inside a string")
    }

    /// The first byte from `start` on that is a quote, a backslash, a control character or not ASCII, or the end.
    ///
    /// Eight bytes at a time: subtraction sets the top bit of a byte that is too small, and of the byte of a quote or a
    /// backslash once those have been turned to zero. A borrow can mark a byte above such a one falsely, never below
    /// it, so the lowest mark is always true.
    @inline(__always)
    static func plainRunEnd(in bytes: Span<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let raw = unsafe bytes.bytes
        var index = start
        while index &+ 8 <= bytes.count {
            // The loop's condition is the bounds check.
            let word = unsafe UInt64(
                littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
            let controls = word &- (ones &* 0x20)
            let quotes = (word ^ (ones &* UInt64(UInt8(ascii: "\"")))) &- ones
            let backslashes = (word ^ (ones &* UInt64(UInt8(ascii: "\\")))) &- ones
            let marks = (controls | quotes | backslashes | word) & (ones &* 0x80)
            if marks != 0 { return index &+ marks.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            index += 1
        }
        return index
    }

    /// Checks the escape at `index` and returns the byte after it; surrogates must come in pairs.
    private static func escapeEnd(in bytes: Span<UInt8>, at index: Int) throws(JSONError) -> Int {
        guard index + 1 < bytes.count else {
            throw JSONError(.unexpectedEnd, at: index, "the text ends inside a string")
        }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"):
            let first = try codeUnit(in: bytes, at: index)
            if 0xD800...0xDBFF ~= first {
                guard index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
                    bytes[index + 7] == UInt8(ascii: "u"), 0xDC00...0xDFFF ~= (try codeUnit(in: bytes, at: index + 6))
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

    private static func codeUnit(in bytes: Span<UInt8>, at escape: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for index in escape + 2..<escape + 6 {
            guard index < bytes.count, let digit = Hexadecimal.value(of: bytes[index]) else {
                throw JSONError(.invalidString, at: escape, "\\u needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Checks one scalar of two to four bytes against RFC 3629's table and returns the byte after it.
    private static func multiByteScalarEnd(in bytes: Span<UInt8>, at index: Int) throws(JSONError) -> Int {
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
}
