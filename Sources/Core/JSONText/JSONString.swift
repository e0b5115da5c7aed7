import Encodings

/// The contents of a JSON string where they stand in the text: already validated, not yet copied.
///
/// Comparing with a literal allocates nothing, so a reader can look at every key of an object and build none.
package struct JSONString: ~Escapable {
    /// The bytes between the quotes.
    @usableFromInline let contents: Span<UInt8>
    /// Whether a backslash is among them.
    @usableFromInline let hasEscapes: Bool

    /// The bytes between the quotes, which a scanner has validated, and whether a backslash is among them.
    @_lifetime(copy contents)
    init(_ contents: Span<UInt8>, hasEscapes: Bool) {
        self.contents = contents
        self.hasEscapes = hasEscapes
    }

    /// The string's value where it stands; nil where escapes stand in it.
    package var plain: Span<UInt8>? {
        @_lifetime(copy self) get { hasEscapes ? nil : contents }
    }

    /// The string's value, its escapes replaced.
    package var decoded: String {
        if hasEscapes { return decodedSlowly }
        return unsafe contents.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the value is exactly this literal, which makes `switch` over keys work.
    @inlinable
    package static func ~= (literal: StaticString, string: borrowing JSONString) -> Bool {
        string.isEqual(to: literal)
    }

    /// Whether the value is exactly this literal, byte for byte.
    @inlinable
    package func isEqual(to literal: StaticString) -> Bool {
        // By their lengths most keys differ already; that much is looked at where the question is asked.
        (hasEscapes || contents.count == literal.utf8CodeUnitCount) && hasBytes(of: literal)
    }

    /// Whether the bytes are those of a literal that is as long, or escapes stand in for them.
    @usableFromInline
    @inline(never)
    func hasBytes(of literal: StaticString) -> Bool {
        if hasEscapes { return decodedSlowly.utf8.elementsEqual(literal.description.utf8) }
        guard contents.count == literal.utf8CodeUnitCount else { return false }
        let pointer = unsafe literal.utf8Start
        let raw = unsafe contents.bytes
        var index = 0
        while index &+ 8 <= contents.count {
            // The loop's condition is the bounds check of both.
            let ours = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            let theirs = unsafe UnsafeRawPointer(pointer).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if ours != theirs { return false }
            index &+= 8
        }
        while index < contents.count {
            if unsafe contents[index] != pointer[index] { return false }
            index &+= 1
        }
        return true
    }

    /// Whether the value is exactly this text, byte for byte: Unicode's equivalences make no two keys the same.
    package func isEqual(toText text: String) -> Bool {
        if hasEscapes { return decodedSlowly.utf8.elementsEqual(text.utf8) }
        guard contents.count == text.utf8.count else { return false }
        var index = 0
        for byte in text.utf8 {
            if contents[index] != byte { return false }
            index += 1
        }
        return true
    }

    /// Whether the value begins with this literal.
    package func hasPrefix(_ literal: StaticString) -> Bool {
        if hasEscapes { return decodedSlowly.utf8.starts(with: literal.description.utf8) }
        guard contents.count >= literal.utf8CodeUnitCount else { return false }
        let pointer = unsafe literal.utf8Start
        for index in 0..<literal.utf8CodeUnitCount where unsafe contents[index] != pointer[index] { return false }
        return true
    }

    private var decodedSlowly: String {
        var result = [UInt8]()
        result.reserveCapacity(contents.count)
        var index = 0
        while index < contents.count {
            let byte = contents[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < contents.count else {
                result.append(byte)
                index += 1
                continue
            }
            switch contents[index + 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = unicodeEscape(at: index)
                result.append(contentsOf: String(scalar.value).utf8)
                index += scalar.length
                continue
            case let escaped: result.append(escaped)
            }
            index += 2
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The scalar of the `\uXXXX` (or surrogate pair of two) at `index`, which the reader has validated.
    private func unicodeEscape(at index: Int) -> (value: Unicode.Scalar, length: Int) {
        let first = codeUnit(at: index + 2)
        guard 0xD800...0xDBFF ~= first else { return (Unicode.Scalar(first) ?? "\u{FFFD}", 6) }
        let value = 0x10000 + (first & 0x3FF) << 10 + (codeUnit(at: index + 8) & 0x3FF)
        return (Unicode.Scalar(value) ?? "\u{FFFD}", 12)
    }

    private func codeUnit(at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for position in index..<min(index + 4, contents.count) {
            value = value << 4 | UInt32(Hexadecimal.value(of: contents[position]) ?? 0)
        }
        return value
    }
}
