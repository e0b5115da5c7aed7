package import EventLoop
package import HTTP1
package import Posix

/// One whole request.
package struct HTTPRequest: Sendable {
    /// The request line and fields.
    package let head: HTTPRequestHead
    /// The body, decoded from chunks.
    package let body: [UInt8]
    /// Who sent it.
    package let peer: SocketAddress
    /// The loop that serves the connection: for timers, and for actors that want to run beside it.
    package let loop: EventLoop
}
