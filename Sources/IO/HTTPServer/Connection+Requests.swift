import EventLoop
import HTTP1
import Posix

extension Connection {
    /// Reads the next head; nil when the connection is to be closed, the peer having been told why.
    func nextHead() async -> HTTPRequestHead? {
        // The first request of a connection has no idle time before it.
        var isBetween = hasServed && inbound.isEmpty
        var limit = deadline(isBetween ? server.limits.idleTimeout : server.limits.headerTimeout)
        while true {
            if !inbound.isEmpty {
                if isBetween { limit = deadline(server.limits.headerTimeout) }
                isBetween = false
                do {
                    if let head = try parseHead() {
                        hasServed = true
                        return head
                    }
                } catch {
                    await malformed(error)
                    return nil
                }
            }
            guard hold(inbound.count) else { return nil }
            isIdle = isBetween
            let received = await receive(until: limit)
            isIdle = false
            switch received {
            case .bytes: continue
            case .end, .cancelled: return nil
            case .timedOut:
                await timedOutWaitingForHead()
                return nil
            }
        }
    }

    /// Serves one request; whether the connection goes on.
    func serve(_ head: HTTPRequestHead) async -> Bool {
        let hasBody = head.framing != .none && head.framing != .length(0)
        let limit: Int
        switch server.handler.admit(head) {
        case .reject(let status, let headers):
            return await answerShort(status, headers, head, mayContinue: !hasBody)
        case .read(let granted):
            limit = min(granted, server.limits.bodyBytes)
        }
        // Who sends slowly must not keep others out: a request is in flight from when it is whole. Whether there is room is
        // also looked at before, so that nobody sends in vain.
        guard server.requestsInFlight < server.limits.requestsInFlight else {
            server.tell(.refused(.requestsInFlight, peer: peer))
            return await overloaded(head, mayContinue: !hasBody)
        }
        var body: [UInt8] = []
        if hasBody {
            guard let read = await readBody(head, limit: limit) else { return false }
            body = read
        }
        guard hold(0), claim.begin() else { return false }
        defer { claim.end() }
        guard server.beginRequest() else {
            server.tell(.refused(.requestsInFlight, peer: peer))
            return await overloaded(head, mayContinue: true)
        }
        isCounted = true
        defer { endCounted() }
        return await handle(HTTPRequest(head: head, body: body, peer: peer, loop: share.loop))
    }

    /// Gives the request's place among those in flight back, once.
    func endCounted() {
        guard isCounted else { return }
        isCounted = false
        server.endRequest()
    }

    /// Answers 503 with Retry-After; whether the connection goes on.
    @discardableResult
    func overloaded(_ head: HTTPRequestHead, mayContinue: Bool) async -> Bool {
        await answerShort(503, [("Retry-After", "\(server.limits.retryAfter)")], head, mayContinue: mayContinue)
    }

    private func handle(_ request: HTTPRequest) async -> Bool {
        exchange = Exchange(request.head, mayContinue: true)
        await server.handler.handle(request, Responder(connection: self))
        while true {
            if case .done(let keepAlive) = exchange.phase { return keepAlive }
            // The handler has handed its responder on: the answer is complete when whoever has it says so.
            await withUnsafeContinuation { onAnswered = $0 }
        }
    }

    private func parseHead() throws(HTTP1Error) -> HTTPRequestHead? {
        // Taken out for the call, since the buffer is looked at meanwhile.
        let found = try inbound.withSpan { bytes throws(HTTP1Error) in try parser.parse(bytes) }
        guard let found else { return nil }
        inbound.drop(found.consumed)
        return found.head
    }

    /// Reads a body; nil when the connection is to be closed, the peer having been told why.
    private func readBody(_ head: HTTPRequestHead, limit: Int) async -> [UInt8]? {
        var decoder = BodyDecoder(head.framing, limit: limit)
        var body: [UInt8] = []
        if case .length(let count) = head.framing {
            guard count <= limit else {
                await refuse(
                    HTTP1Error(.bodyTooLarge, status: 413, "The body is larger than the \(limit) bytes allowed."), head)
                return nil
            }
            // No more than a peer has to send anyway: the length alone must not cost memory.
            body.reserveCapacity(min(count, 16_384))
        }
        if head.expectsContinue, inbound.isEmpty {
            var line: [UInt8] = []
            HTTP1Serializer.continueResponse(into: &line)
            guard await send(line) else { return nil }
        }
        let deadline = deadline(server.limits.bodyTimeout)
        while true {
            do {
                let used = try inbound.withSpan { bytes throws(HTTP1Error) in
                    try decoder.decode(bytes, into: &body)
                }
                inbound.drop(used)
            } catch {
                await refuse(error, head)
                return nil
            }
            if decoder.isComplete { return body }
            guard hold(inbound.count + body.count) else {
                await overloaded(head, mayContinue: false)
                return nil
            }
            switch await receive(until: deadline) {
            case .bytes: continue
            case .end: return nil
            case .cancelled:
                if claim.present == .evicted { await overloaded(head, mayContinue: false) }
                return nil
            case .timedOut:
                server.tell(.timedOut(.body, peer: peer))
                _ = await answerShort(408, [], head, mayContinue: false)
                return nil
            }
        }
    }

    private func timedOutWaitingForHead() async {
        guard !inbound.isEmpty else {
            server.tell(.timedOut(hasServed ? .idle : .header, peer: peer))
            return
        }
        server.tell(.timedOut(.header, peer: peer))
        _ = await answerShort(408, [], nil, mayContinue: false)
    }

    private func malformed(_ error: HTTP1Error) async {
        await refuse(error, nil)
    }

    private func refuse(_ error: HTTP1Error, _ head: HTTPRequestHead?) async {
        server.tell(.malformed(error, peer: peer))
        _ = await answerShort(error.status, [], head, mayContinue: false, text: error.message)
    }
}
