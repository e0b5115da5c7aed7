/// Why bytes from a peer are not the HTTP/1.1 message they ought to be.
///
/// After any of these the connection must be closed: where the next message begins is no longer known.
package struct HTTP1Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        case badByte
        case badLineEnd
        case badRequestLine
        case badStatusLine
        case badTarget
        case badVersion
        case badField
        case badHost
        case badContentLength
        case badTransferEncoding
        case badChunk
        case unknownTransferEncoding
        case unknownExpectation
        case targetTooLong
        case headTooLarge
        case bodyTooLarge
        case truncated
    }

    /// What kind of mistake it is.
    package let code: Code
    /// The status that a server answers with (RFC 9110, section 15). In a response it tells the same, and is not sent.
    package let status: Int
    /// One sentence with the offending value.
    package let message: String

    /// An error of this kind that says exactly `message`.
    package init(_ code: Code, status: Int = 400, _ message: String) {
        self.code = code
        self.status = status
        self.message = message
    }

    package var description: String { message }
}
