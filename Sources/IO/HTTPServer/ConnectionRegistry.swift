import Locking
import Posix

/// Who is connected, and who may be. Safe from any thread.
final class ConnectionRegistry: Sendable {
    /// What becomes of a connection that has been accepted.
    enum Admission {
        /// Serve it.
        case serve
        /// Answer its first request with 503.
        case refuse(HTTPServerEvent.Limit)
        /// Close it: even refusals have a limit.
        case close(HTTPServerEvent.Limit)
    }

    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var perPeer: [SocketAddress: Int] = [:]
        var served = 0
        var refused = 0
        var whenEmpty: [UnsafeContinuation<Void, Never>] = []

        /// Those who may go on, if nobody is connected any more.
        mutating func takeWaiters() -> [UnsafeContinuation<Void, Never>] {
            guard connections.isEmpty, served == 0, refused == 0 else { return [] }
            defer { whenEmpty = [] }
            return whenEmpty
        }
    }

    private let state = Locked(State())
    private let limit: Int
    private let limitPerPeer: Int

    /// How many connections are being refused politely at a time.
    private static let refusals = 16

    /// A registry in which nobody is; of the limits it takes the two on connections.
    init(limits: HTTPServerLimits) {
        limit = limits.connections
        limitPerPeer = limits.connectionsPerPeer
    }

    /// Connections that are served now.
    var count: Int { state.withLock { $0.served } }

    /// All that are open now, refused ones included.
    var all: [Connection] { state.withLock { Array($0.connections.values) } }

    /// Decides about a peer and counts it; `remove` must follow unless the answer is `close`.
    func admit(_ peer: SocketAddress) -> Admission {
        let host = peer.with(port: 0)
        return state.withLock { state in
            let sameHost = state.perPeer[host, default: 0]
            let exceeded: HTTPServerEvent.Limit? =
                state.served >= limit ? .connections : sameHost >= limitPerPeer ? .connectionsPerPeer : nil
            guard let exceeded else {
                state.served += 1
                state.perPeer[host] = sameHost + 1
                return .serve
            }
            guard state.refused < Self.refusals else { return .close(exceeded) }
            state.refused += 1
            return .refuse(exceeded)
        }
    }

    /// Remembers an admitted connection.
    func add(_ connection: Connection) {
        state.withLock { $0.connections[ObjectIdentifier(connection)] = connection }
    }

    /// Forgets a connection that has ended.
    func remove(_ connection: Connection, isRefused: Bool) {
        let host = connection.peer.with(port: 0)
        let waiters = state.withLock { state in
            state.connections[ObjectIdentifier(connection)] = nil
            if isRefused {
                state.refused -= 1
            } else {
                state.served -= 1
                let sameHost = state.perPeer[host, default: 1] - 1
                state.perPeer[host] = sameHost > 0 ? sameHost : nil
            }
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until nobody is connected, or until `giveUp` is called.
    func empty() async {
        await withUnsafeContinuation { continuation in
            let waiters = state.withLock { state in
                state.whenEmpty.append(continuation)
                return state.takeWaiters()
            }
            for waiter in waiters { waiter.resume() }
        }
    }

    /// Ends every `empty`.
    func giveUp() {
        let waiters = state.withLock { state in
            defer { state.whenEmpty = [] }
            return state.whenEmpty
        }
        for waiter in waiters { waiter.resume() }
    }
}
