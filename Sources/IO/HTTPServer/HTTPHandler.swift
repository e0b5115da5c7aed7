package import HTTP1

/// What a server does with its requests. One handler serves all connections, on several loops at once.
package protocol HTTPHandler: Sendable {
    /// Decides at the end of a request's head, before any of its body is read: a request that will be refused for its
    /// path, method, length or media type is refused here, and a peer that expects `100 Continue` is not told to send.
    /// Must not block. Called on the connection's loop.
    func admit(_ head: HTTPRequestHead) -> BodyPolicy

    /// Answers one request by consuming `responder`. Runs on the connection's loop and must not block it. The next
    /// request of the connection begins once the answer is complete, even if this returns earlier.
    func handle(_ request: HTTPRequest, _ responder: consuming Responder) async
}
