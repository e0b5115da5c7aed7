/// The body of an answer, written piece by piece. While it waits it holds no buffer. Dropping it unfinished closes the
/// connection without the last chunk, so that the peer sees the body cut off.
package struct ResponseStream: ~Copyable, Sendable {
    private let connection: Connection
    private var isFinished = false

    /// For the answer whose head `connection` has sent.
    init(connection: Connection) {
        self.connection = connection
    }

    deinit {
        if !isFinished { connection.streamDropped() }
    }

    /// Sends `bytes` as one chunk, flushed; an empty piece sends nothing. False when the peer has gone or does not read:
    /// nothing more can be sent then.
    package mutating func write(_ bytes: [UInt8]) async -> Bool {
        await connection.writeChunk(bytes)
    }

    /// Runs `action`, once, on the connection's loop, when the peer closes its side or the server ends the connection; at
    /// once if that has happened. A later action replaces an earlier one.
    package func onPeerClosed(_ action: @escaping @Sendable () -> Void) {
        connection.onPeerClosed(action)
    }

    /// Sends `bytes`, if there are any, and the last chunk in one write: the answer is complete, and the connection may
    /// serve another request.
    package consuming func finish(with bytes: [UInt8] = []) async {
        isFinished = true
        await connection.finishStream(with: bytes)
    }
}
