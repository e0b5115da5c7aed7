/// Base64 with padding (RFC 4648 section 4), as Go's encoding/json writes byte slices.
package enum Base64 {
    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the encoding of `bytes` to `text`.
    package static func encode(_ bytes: [UInt8], into text: inout [UInt8]) {
        let digits = alphabet.span
        text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
        var index = 0
        while index + 3 <= bytes.count {
            append(bytes[index], bytes[index + 1], bytes[index + 2], digits: digits, into: &text)
            index += 3
        }
        guard index < bytes.count else { return }
        let hasTwo = index + 1 < bytes.count
        append(bytes[index], hasTwo ? bytes[index + 1] : 0, 0, digits: digits, into: &text)
        text[text.count - 1] = UInt8(ascii: "=")
        if !hasTwo { text[text.count - 2] = UInt8(ascii: "=") }
    }

    @inline(__always)
    private static func append(
        _ first: UInt8, _ second: UInt8, _ third: UInt8, digits: Span<UInt8>, into text: inout [UInt8]
    ) {
        let group = Int(first) << 16 | Int(second) << 8 | Int(third)
        text.append(digits[group >> 18])
        text.append(digits[group >> 12 & 63])
        text.append(digits[group >> 6 & 63])
        text.append(digits[group & 63])
    }
}
