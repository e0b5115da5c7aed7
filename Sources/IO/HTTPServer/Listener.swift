import EventLoop
import Glibc
import Posix

/// Accepts the connections of one listening socket, on one loop, and spreads them evenly over all loops in turn.
///
/// One socket and one accepting loop: with a socket for each loop (SO_REUSEPORT) the kernel spreads by a hash, which can
/// leave a few long connections all on one loop, and connections that wait in the queue of a socket being closed are
/// reset. Here the only queue is emptied before it is closed.
actor Listener {
    /// The loop that accepts.
    nonisolated let loop: EventLoop
    private let shares: [LoopShare]
    private let server: ServerCore
    private var socket: Descriptor?
    private let number: Int32
    private var reserve: Descriptor?
    private var registration: Registration?
    private var next: Int
    private var isStopped = false
    private var isExhausted = false

    /// The loop that the listening socket is registered with.
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// `shares` must not be empty; the first one's loop accepts. Connections begin with the loop of index `first`.
    init(_ socket: consuming Descriptor, loop: EventLoop, shares: [LoopShare], first: Int, server: ServerCore) {
        self.loop = loop
        self.shares = shares
        self.server = server
        next = first
        number = socket.rawValue
        self.socket = consume socket
        reserve = Self.openReserve()
    }

    /// Accepts until `stop`, then what still waits in the queue, and closes the socket.
    func run() async {
        do {
            registration = try loop.register(number)
        } catch {
            server.tell(.exhausted(error))
            return
        }
        while !isStopped {
            switch acceptSome() {
            case .more: await Task.yield()
            case .none: _ = await registration?.readable()
            case .exhausted: await loop.sleep(for: .milliseconds(100))
            }
        }
        while case .more = acceptSome() { await Task.yield() }
        registration?.close()
        registration = nil
        socket = nil
    }

    /// Ends the accepting.
    func stop() {
        isStopped = true
        registration?.cancel()
    }

    private enum Outcome {
        case more
        case none
        case exhausted
    }

    /// One batch, so that a flood of connections leaves the loop's other work its turn.
    private func acceptSome() -> Outcome {
        for _ in 0..<64 {
            switch socket?.accept() ?? .none {
            case .connection(let connection, let peer): begin(connection, peer: peer.unmapped)
            case .none: return .none
            case .failure(let number):
                guard shed(number) else { return .exhausted }
            }
        }
        return .more
    }

    private func begin(_ socket: consuming Descriptor, peer: SocketAddress) {
        if isExhausted {
            isExhausted = false
            server.tell(.recovered)
        }
        let refusal: HTTPServerEvent.Limit?
        let (admission, evicted) = server.registry.admit(peer, now: loop.lastTurn)
        if let evicted {
            server.tell(.refused(.connections, peer: evicted.peer))
            evicted.abort()
        }
        switch admission {
        case .serve: refusal = nil
        case .refuse(let limit): refusal = limit
        case .close(let limit):
            server.tell(.refused(limit, peer: peer))
            return
        }
        server.tell(.accepted)
        socket.setNoDelay()
        socket.setPeerTimeout(seconds: Int32(clamping: server.limits.peerTimeout.components.seconds))
        let share = shares[next % shares.count]
        next = (next + 1) % shares.count
        let connection = Connection(socket, peer: peer, server: server, share: share, refusal: refusal)
        server.registry.add(connection, isRefused: refusal != nil)
        // A task group would tie connections to the listener, but its list of children is searched at each end of one.
        Task(executorPreference: share.loop) { await connection.run() }
    }

    /// Out of descriptors: the reserve lets one connection in, only to be closed, so that its peer knows at once and
    /// goes elsewhere instead of waiting in the queue. False when not even that works.
    private func shed(_ number: Int32) -> Bool {
        if !isExhausted {
            isExhausted = true
            server.tell(.exhausted(PosixError("accept", errno: number)))
        }
        guard number == EMFILE || number == ENFILE else { return false }
        let hadReserve = reserve != nil
        reserve = nil
        let isShed = hadReserve && acceptAndClose()
        reserve = Self.openReserve()
        return isShed
    }

    private func acceptAndClose() -> Bool {
        switch socket?.accept() ?? .none {
        case .connection: true
        case .none: false
        case .failure: false
        }
    }

    private static func openReserve() -> Descriptor? {
        guard case .value(let number) = Syscall.attempt({ open("/dev/null", O_RDONLY | O_CLOEXEC) }) else { return nil }
        return Descriptor(owning: Int32(truncatingIfNeeded: number))
    }
}
