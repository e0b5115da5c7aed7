import EventLoop
import HTTP1

extension Connection {
    /// Sends a whole answer to the open exchange.
    func answer(status: Int, headers: [(String, String)], body: [UInt8]) async {
        guard exchange.phase == .open else { return }
        var buffer: [UInt8] = []
        let keepAlive = exchange.answer(
            status: status, headers: headers, body: body, isDraining: server.isDraining, date: share.date, into: &buffer
        )
        // What else this turn of the loop has brought is worked on first, so that the answers of one turn leave together:
        // the first wakes a peer up, and the rest find it awake. To wake it for each would cost more than to send.
        if share.loop.hasOtherWork { await Task.yield() }
        // Before the peer has the answer: its next request may be here at once, and must find this one gone.
        endCounted()
        let isSent = await send(buffer)
        if isSent { server.tell(.answered(status: status)) }
        complete(keepAlive: keepAlive && isSent)
    }

    /// Sends the head of a streamed answer; false when nothing can or need be streamed.
    func beginStream(status: Int, headers: [(String, String)]) async -> Bool {
        guard exchange.phase == .open else { return false }
        var buffer: [UInt8] = []
        let (hasBody, keepAlive) = exchange.begin(
            status: status, headers: headers, isDraining: server.isDraining, date: share.date, into: &buffer)
        let isSent = await send(buffer)
        if isSent { server.tell(.answered(status: status)) }
        guard isSent, hasBody else {
            complete(keepAlive: isSent && keepAlive)
            return false
        }
        streamKeepsAlive = keepAlive
        // A stream may wait for hours: what it costs is a connection, which has a limit of its own.
        endCounted()
        return true
    }

    /// Sends one piece of a streamed answer; false when the peer has gone.
    func writeChunk(_ bytes: [UInt8]) async -> Bool {
        guard exchange.phase == .answering else { return false }
        guard !bytes.isEmpty else { return !isBroken }
        var buffer: [UInt8] = []
        exchange.piece(bytes, into: &buffer)
        return await send(buffer)
    }

    /// Ends a streamed answer with a last piece, which may be empty.
    func finishStream(with bytes: [UInt8]) async {
        guard exchange.phase == .answering else { return }
        var buffer: [UInt8] = []
        exchange.piece(bytes, into: &buffer)
        exchange.end(into: &buffer)
        let isSent = await send(buffer)
        complete(keepAlive: isSent && streamKeepsAlive && !server.isDraining)
    }

    /// Runs `action` when the peer closes.
    nonisolated func onPeerClosed(_ action: @escaping @Sendable () -> Void) {
        onLoop { $0.notifyPeerClosed(action) }
    }

    /// A responder was dropped without an answer.
    nonisolated func responderDropped() {
        // Never at once: the drop may happen in the middle of a step of this very connection.
        share.loop.execute { [self] in
            assumeIsolated { connection in
                guard connection.exchange.phase == .open else { return }
                connection.server.tell(.unanswered)
                Task(executorPreference: connection.share.loop) {
                    await connection.answer(
                        status: 500, headers: Connection.textHeaders, body: Array("500 Internal Server Error\n".utf8))
                }
            }
        }
    }

    /// A stream was dropped without its end.
    nonisolated func streamDropped() {
        share.loop.execute { [self] in
            assumeIsolated { connection in
                guard connection.exchange.phase == .answering else { return }
                connection.complete(keepAlive: false)
            }
        }
    }

    /// Answers with a line of text; whether the connection goes on.
    func answerShort(
        _ status: Int, _ headers: [(String, String)], _ head: HTTPRequestHead?, mayContinue: Bool, text: String? = nil
    ) async -> Bool {
        exchange = Exchange(head, mayContinue: mayContinue)
        let line = text ?? "\(status) \(HTTPStatus.reason(status))"
        await answer(status: status, headers: Connection.textHeaders + headers, body: Array("\(line)\n".utf8))
        return exchange.phase == .done(keepAlive: true)
    }

    private static let textHeaders = [("Content-Type", "text/plain; charset=utf-8")]

    private func notifyPeerClosed(_ action: @escaping @Sendable () -> Void) {
        guard let registration else { return action() }
        registration.notifyPeerClosed(action)
    }

    private func complete(keepAlive: Bool) {
        exchange.finish(keepAlive: keepAlive)
        registration?.notifyPeerClosed(nil)
        onAnswered?.resume()
        onAnswered = nil
    }

    private nonisolated func onLoop(_ body: @escaping @Sendable (isolated Connection) -> Void) {
        guard !share.loop.isCurrent else { return assumeIsolated(body) }
        share.loop.execute { [self] in assumeIsolated(body) }
    }
}
