package import HTTP1

/// A whole answer.
package struct HTTPClientResponse: Sendable {
    /// The status line and the header fields.
    package let head: HTTPResponseHead
    /// The body, its transfer coding undone.
    package let body: [UInt8]
}
