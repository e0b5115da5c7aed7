/// Base64 with padding (RFC 4648 section 4), as Go's encoding/json writes byte slices.
package enum Base64 {
    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the encoding of `bytes` to `text`.
    package static func encode(_ bytes: [UInt8], into text: inout [UInt8]) {
        let digits = alphabet.span
        let source = bytes.span
        var position = text.count
        // Room for every digit at once; what no digit takes stays padding.
        text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (source.count + 2) / 3 * 4))
        var target = text.mutableSpan
        var index = 0
        while index + 3 <= source.count {
            let group = Int(source[index]) << 16 | Int(source[index + 1]) << 8 | Int(source[index + 2])
            target[position] = digits[group >> 18]
            target[position + 1] = digits[group >> 12 & 63]
            target[position + 2] = digits[group >> 6 & 63]
            target[position + 3] = digits[group & 63]
            position += 4
            index += 3
        }
        guard index < source.count else { return }
        let hasTwo = index + 1 < source.count
        let group = Int(source[index]) << 16 | (hasTwo ? Int(source[index + 1]) << 8 : 0)
        target[position] = digits[group >> 18]
        target[position + 1] = digits[group >> 12 & 63]
        if hasTwo { target[position + 2] = digits[group >> 6 & 63] }
    }
}
