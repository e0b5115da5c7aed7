package import HTTP1
package import Posix
package import TLS

/// What happens in a server, for metrics and logs.
package enum HTTPServerEvent: Sendable {
    /// A limit that a peer has run into: the raw value is a metric's label.
    package enum Limit: String, CaseIterable, Sendable {
        case connections
        case connectionsPerPeer
        case requestsInFlight
        case heldBytes
    }

    /// A time that has run out: the raw value is a metric's label.
    package enum Timeout: String, CaseIterable, Sendable {
        case handshake
        case header
        case body
        case idle
        case write
    }

    /// A connection was accepted.
    case accepted
    /// A connection has ended.
    case closed
    /// A peer was turned away, or its connection closed to make room for another's.
    case refused(Limit, peer: SocketAddress)
    /// A TLS handshake failed.
    case handshakeFailed(TLSError, peer: SocketAddress)
    /// Bytes that are no HTTP request were answered with the error's status.
    case malformed(HTTP1Error, peer: SocketAddress)
    /// A slow or silent peer was cut off.
    case timedOut(Timeout, peer: SocketAddress)
    /// An answer, or the head of a streamed one, was sent.
    case answered(status: Int)
    /// A handler dropped its responder: the peer got 500.
    case unanswered
    /// Connections cannot be accepted or served; told once until `recovered`.
    case exhausted(PosixError)
    /// Connections are accepted again.
    case recovered
}
