/// White space between tokens (RFC 8259 section 2).
enum WhitespaceScanner {
    /// The first byte from `start` on that is not white space, or the end.
    ///
    /// A loop byte by byte: the API server writes none at all, and indented texts have runs too short for more to pay.
    @inline(__always)
    static func skip(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
            index &+= 1
        }
        return index
    }
}
