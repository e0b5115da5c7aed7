/// What a server grants its peers. Every default is safe for a port that strangers can reach.
package struct HTTPServerLimits: Hashable, Sendable {
    /// Connections in all. Beyond it the address that has the most loses one that only waits, if the new one's has fewer;
    /// otherwise the new one gets 503, and beyond a few such answers at a time it is closed at once.
    package var connections = 10_000
    /// Connections of one address. Beyond it one of the same address that has not sent a request for a second makes room;
    /// otherwise the new one is treated as above.
    package var connectionsPerPeer = 1_000
    /// Bytes of the request line: beyond it 414.
    package var requestLineBytes = 8_192
    /// Bytes of the whole head: beyond it 431.
    package var headerBytes = 16_384
    /// Fields of one head: beyond it 431.
    package var headerFields = 100
    /// Bytes of any body, whatever the handler grants: beyond it 413.
    package var bodyBytes = 7 * 1_048_576
    /// Bytes of requests that have not come whole, in all: beyond it connections of the address that has the most of them
    /// are closed.
    package var heldBytes = 64 * 1_048_576
    /// Requests that have come whole and whose answer is not on its way, in all; a request that is being streamed to counts
    /// no longer. Beyond it 503 with Retry-After.
    package var requestsInFlight = 1_000
    /// Connections that keep their buffers from one request to the next, about 40 KiB each. Those that come when so many
    /// are open make theirs for each request, and cost next to nothing while they wait.
    package var keptBuffers = 0
    /// Requests that one peer has sent ahead and that are answered in a row before others on the loop get their turn.
    package var pipelinedRequests = 16
    /// From acceptance to the end of the TLS handshake.
    package var handshakeTimeout = Duration.seconds(10)
    /// From the first byte of a head (for the first request, from the end of the handshake) to its end.
    package var headerTimeout = Duration.seconds(10)
    /// From the end of the head to the end of the body.
    package var bodyTimeout = Duration.seconds(30)
    /// Between two requests of a connection.
    package var idleTimeout = Duration.seconds(75)
    /// For one answer, or one chunk of a stream, to be taken by the peer.
    package var writeTimeout = Duration.seconds(20)
    /// For a peer to read a last answer and close, while what it still sends is thrown away.
    package var lingerTimeout = Duration.seconds(2)
    /// For the network to answer at all: unacknowledged data and silent connections end after about this.
    package var peerTimeout = Duration.seconds(30)
    /// What a 503 says in Retry-After, in seconds.
    package var retryAfter = 1

    /// The defaults.
    package init() {}
}
