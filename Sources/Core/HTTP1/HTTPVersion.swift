/// Reads `HTTP/1.1` and its kin (RFC 9112, section 2.3).
enum HTTPVersion {
    /// The minor version that the message is to be read by: 0 or 1.
    ///
    /// A higher minor version is read as 1, as RFC 9110, section 2.5, says; another major version is a 505.
    static func readMinor(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(HTTP1Error) -> Int {
        let start = range.lowerBound
        guard range.count == 8, bytes.matches(start..<start + 5, "HTTP/"), bytes[start + 5].isDigit,
            bytes[start + 6] == UInt8(ascii: "."), bytes[start + 7].isDigit
        else { throw HTTP1Error(.badRequestLine, "The version is not written as HTTP/1.1.") }
        guard bytes[start + 5] == UInt8(ascii: "1") else {
            throw HTTP1Error(.badVersion, status: 505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.")
        }
        return bytes[start + 7] == UInt8(ascii: "0") ? 0 : 1
    }
}
