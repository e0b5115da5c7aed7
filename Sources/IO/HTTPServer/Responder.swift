/// The right, and the duty, to answer one request once. Dropping it unanswered sends 500.
package struct Responder: ~Copyable, Sendable {
    private let connection: Connection
    private var isAnswered = false

    /// For the request that `connection` has read.
    init(connection: Connection) {
        self.connection = connection
    }

    deinit {
        if !isAnswered { connection.responderDropped() }
    }

    /// Sends the whole answer: head and body in one write. Content-Length, Date and Connection are added; a HEAD gets no
    /// body. Returns when the answer is with the kernel, or the peer has gone.
    package consuming func respond(
        status: Int, headers: [(String, String)] = [], body: [UInt8] = []
    ) async {
        isAnswered = true
        await connection.answer(status: status, headers: headers, body: body)
    }

    /// Sends the head of an answer whose body comes piece by piece. nil when the peer has gone, or has asked by HEAD for
    /// the head alone: there is nothing to stream then, and the request is done with.
    package consuming func stream(status: Int, headers: [(String, String)] = []) async -> ResponseStream? {
        isAnswered = true
        guard await connection.beginStream(status: status, headers: headers) else { return nil }
        return ResponseStream(connection: connection)
    }
}
