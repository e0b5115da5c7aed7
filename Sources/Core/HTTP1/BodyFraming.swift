/// How the end of a message's body is found (RFC 9112, section 6.3).
package enum BodyFraming: Hashable, Sendable {
    /// There is no body.
    case none
    /// This many bytes follow the head.
    case length(Int)
    /// Chunks follow the head, the last of them empty.
    case chunked
    /// Everything until the peer closes the connection: in responses only.
    case untilClose
}
