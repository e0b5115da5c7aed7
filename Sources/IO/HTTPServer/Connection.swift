import EventLoop
import HTTP1
import Posix
import TLS

/// One connection, an actor on its event loop: a single task runs through handshake, requests and closing.
actor Connection {
    /// Who is at the other end.
    nonisolated let peer: SocketAddress
    /// The limits, the handler and the observer.
    nonisolated let server: ServerCore
    /// The loop that it runs on, and the buffer that all connections of that loop read into.
    nonisolated let share: LoopShare
    private nonisolated let refusal: HTTPServerEvent.Limit?
    /// When it was accepted.
    nonisolated let began: MonotonicTime
    /// Whether its place may be given to another.
    nonisolated let claim = ConnectionClaim()
    private nonisolated let keepsBuffers: Bool
    /// The socket, with TLS over it once the handshake has begun.
    var transport: Transport
    /// The loop's watch over the socket; nil before `run` and after the end.
    var registration: Registration?
    /// What has been read and not yet taken: the beginning of the next request, if anything.
    var inbound: InboundBuffer
    /// The head that is being read.
    var parser: RequestParser
    /// The request that is being answered.
    var exchange = Exchange(nil, mayContinue: false)
    /// The last read has emptied the socket.
    var isDrained = false
    /// Nothing of a request has come since the last answer.
    var isIdle = false
    /// It is to be closed unless a request has begun to come.
    var mustLeave = false
    /// The connection's task, while it waits for the handler's answer.
    var onAnswered: UnsafeContinuation<Void, Never>?
    /// Whether the connection may go on once the stream that is being written has been finished.
    var streamKeepsAlive = false
    /// Something could not be sent: the peer has gone or does not read.
    var isBroken = false
    /// The request has a place among those in flight.
    var isCounted = false
    /// A first head has been read.
    var hasServed = false

    /// The loop that the socket is registered with, so that no step of a request changes threads.
    nonisolated var unownedExecutor: UnownedSerialExecutor { share.loop.asUnownedSerialExecutor() }

    /// Takes over an accepted socket. With `refusal`, its first request is answered with 503.
    init(
        _ socket: consuming Descriptor, peer: SocketAddress, server: ServerCore, share: LoopShare,
        refusal: HTTPServerEvent.Limit?
    ) {
        transport = .plain(socket)
        self.peer = peer
        self.server = server
        self.share = share
        self.refusal = refusal
        began = share.loop.lastTurn
        keepsBuffers = server.registry.count <= server.limits.keptBuffers
        inbound = InboundBuffer(keepsMemory: keepsBuffers)
        parser = RequestParser(limits: server.parserLimits)
    }

    /// The whole life of the connection.
    func run() async {
        do {
            registration = try share.loop.register(transport.descriptor)
            if claim.present != .evicted, await establish() {
                await serve()
                await close()
            }
        } catch {
            server.tell(.exhausted(error))
        }
        server.hold(claim.hold(0))
        registration?.close()
        registration = nil
        transport = .closed
        server.registry.remove(self, isRefused: refusal != nil)
        server.tell(.closed)
    }

    /// Closes the connection if it is between two requests. One that has come to the socket and that nobody has looked at
    /// yet, because the loop was busy, is answered first: to close over it would reset the connection under its sender.
    nonisolated func closeIfIdle() {
        share.loop.execute { [self] in
            assumeIsolated { connection in
                guard connection.isIdle else { return }
                connection.mustLeave = true
                connection.registration?.lookAgain()
            }
        }
    }

    /// Closes the connection whatever it does.
    nonisolated func abort() {
        share.loop.execute { [self] in
            assumeIsolated { $0.registration?.cancel() }
        }
    }

    /// Notes how many bytes of a request that is not whole are kept; when that is too much with those of all others, whoever
    /// holds the most is closed. False when that is this connection, or it has lost its place before.
    func hold(_ bytes: Int) -> Bool {
        guard claim.present != .evicted else { return false }
        server.hold(claim.hold(bytes))
        return claim.present != .evicted
    }

    /// A moment from now.
    func deadline(_ limit: Duration) -> MonotonicTime {
        share.loop.lastTurn.adding(limit)
    }

    /// The TLS handshake, where there is one; false when the connection is of no use.
    private func establish() async -> Bool {
        guard let tls = server.tls else { return true }
        let deadline = deadline(server.limits.handshakeTimeout)
        do {
            try startTLS(tls)
            while true {
                switch try handshakeStep() {
                case .done:
                    transport.handshakeEnded()
                    return true
                case .closed: return false
                case .wantsRead:
                    guard await wait(deadline, .handshake, { await $0.readable(until: $1) }) else { return false }
                case .wantsWrite:
                    guard await wait(deadline, .handshake, { await $0.writable(until: $1) }) else { return false }
                }
            }
        } catch {
            server.tell(.handshakeFailed(error, peer: peer))
            if error.code == .clearText {
                transport.abandonTLS()
                _ = await answerShort(
                    400, [], nil, mayContinue: false, text: "This port speaks TLS: begin the URL with https.")
            }
            // The answer, or the alert that OpenSSL has sent, would be lost to the peer in a reset.
            await linger()
            return false
        }
    }

    private func startTLS(_ context: TLSServerContext) throws(TLSError) {
        let session = try TLSSession.server(
            context, descriptor: transport.descriptor, keepsBuffers: keepsBuffers)
        transport.secure(session)
    }

    private func handshakeStep() throws(TLSError) -> TLSProgress {
        try transport.handshake()
    }

    /// One request after the other.
    private func serve() async {
        var inRow = 0
        while let head = await nextHead() {
            if let refusal {
                server.tell(.refused(refusal, peer: peer))
                await overloaded(head, mayContinue: false)
                return
            }
            guard await serve(head) else { return }
            // A peer that has sent requests ahead would otherwise keep the loop until all are answered.
            inRow = inbound.isEmpty ? 0 : inRow + 1
            if inRow >= server.limits.pipelinedRequests {
                inRow = 0
                await Task.yield()
            }
        }
    }
}
