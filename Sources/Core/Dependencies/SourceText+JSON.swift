import Encodings

extension SourceText {
    /// The value of the valid JSON string whose quotes stand at both ends of the range, its escapes undone; each byte knows
    /// where it, or its escape, is written.
    func decodedJSONString(_ range: Range<Int>) -> SourceText {
        var text = SourceText(at: column(at: range.lowerBound + 1))
        var index = range.lowerBound + 1
        let end = range.upperBound - 1
        while index < end {
            let place = column(at: index)
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < end else {
                text.append(bytes[index], at: place)
                index += 1
                continue
            }
            switch bytes[index + 1] {
            case UInt8(ascii: "b"): text.append(0x08, at: place)
            case UInt8(ascii: "f"): text.append(0x0C, at: place)
            case UInt8(ascii: "n"): text.append(0x0A, at: place)
            case UInt8(ascii: "r"): text.append(0x0D, at: place)
            case UInt8(ascii: "t"): text.append(0x09, at: place)
            case UInt8(ascii: "u"):
                let (scalar, length) = unicodeEscape(at: index, end: end)
                for byte in String(scalar).utf8 { text.append(byte, at: place) }
                index += length
                continue
            case let escaped: text.append(escaped, at: place)
            }
            index += 2
        }
        return text
    }

    /// The scalar of `\uXXXX`, or of a surrogate pair of two, and how many bytes it is written in.
    private func unicodeEscape(at index: Int, end: Int) -> (Unicode.Scalar, length: Int) {
        let first = codeUnit(at: index + 2, end: end)
        guard 0xD800...0xDBFF ~= first else { return (Unicode.Scalar(first) ?? "\u{FFFD}", 6) }
        let value = 0x10000 + (first & 0x3FF) << 10 + (codeUnit(at: index + 8, end: end) & 0x3FF)
        return (Unicode.Scalar(value) ?? "\u{FFFD}", 12)
    }

    private func codeUnit(at index: Int, end: Int) -> UInt32 {
        var value: UInt32 = 0
        for position in index..<max(index, min(index + 4, end)) {
            value = value << 4 | UInt32(Hexadecimal.value(of: bytes[position]) ?? 0)
        }
        return value
    }
}
