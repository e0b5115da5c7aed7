/// What one step of a TLS session came to.
package enum TLSProgress: Hashable, Sendable {
    /// It is complete: this many bytes were read or written, 0 for the handshake and the shutdown.
    case done(Int)
    /// Call again once the socket is readable.
    case wantsRead
    /// Call again once the socket is writable.
    case wantsWrite
    /// The peer has closed: by close_notify, by the end of the stream, or by a reset.
    case closed
}
