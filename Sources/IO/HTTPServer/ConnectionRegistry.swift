import Locking
import Posix

/// Who is connected, and who may be. Safe from any thread.
///
/// A full server takes a place back for a peer that has fewer connections than another: from the peer that has the most,
/// and there from a connection that only waits, for the first request of all if possible. So nobody can keep others out
/// by connections that do nothing, short of coming from as many addresses as there are places.
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
        /// Those that are served, by their address.
        var served: [SocketAddress: [ObjectIdentifier: Connection]] = [:]
        var servedCount = 0
        var refused: [ObjectIdentifier: Connection] = [:]
        var refusedCount = 0
        var shares = PeerShares()
        var whenEmpty: [UnsafeContinuation<Void, Never>] = []

        /// Those who may go on, if nobody is connected any more.
        mutating func takeWaiters() -> [UnsafeContinuation<Void, Never>] {
            guard servedCount == 0, refusedCount == 0 else { return [] }
            defer { whenEmpty = [] }
            return whenEmpty
        }

        /// A served connection is no longer one; false when it was none any more.
        mutating func forget(_ connection: Connection, _ host: SocketAddress) -> Bool {
            guard served[host]?.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return false }
            if served[host]?.isEmpty == true { served[host] = nil }
            servedCount -= 1
            shares.remove(host)
            return true
        }
    }

    private let state = Locked(State())
    private let limit: Int
    private let limitPerPeer: Int

    /// How many connections are being refused politely at a time.
    private static let refusals = 16
    /// How long a connection is left in peace by others of its own address: long enough for a handshake and a request.
    private static let grace = Duration.seconds(1)

    /// A registry in which nobody is; of the limits it takes the two on connections.
    init(limits: HTTPServerLimits) {
        limit = limits.connections
        limitPerPeer = limits.connectionsPerPeer
    }

    /// Connections that are served now.
    var count: Int { state.withLock { $0.servedCount } }

    /// All that are open now, refused ones included.
    var all: [Connection] {
        state.withLock { $0.served.values.flatMap { Array($0.values) } + Array($0.refused.values) }
    }

    /// Decides about a peer and counts it; `add` must follow unless the answer is `close`.
    func admit(_ peer: SocketAddress, now: MonotonicTime) -> (Admission, evicted: Connection?) {
        let host = peer.with(port: 0)
        return state.withLock { state in
            let sameHost = state.shares.count(of: host)
            var evicted: Connection?
            var exceeded: HTTPServerEvent.Limit?
            if sameHost >= limitPerPeer {
                exceeded = .connectionsPerPeer
                evicted = Self.oldestWaiting(state.served[host], onlyFreshBefore: now.adding(.zero - Self.grace))
            } else if state.servedCount >= limit {
                exceeded = .connections
                // With one more than the other, the two would only change roles.
                if let largest = state.shares.largest, state.shares.count(of: largest) >= sameHost + 2 {
                    evicted = Self.oldestWaiting(state.served[largest], onlyFreshBefore: nil)
                }
            }
            if let evicted {
                _ = state.forget(evicted, evicted.peer.with(port: 0))
            } else if let exceeded {
                guard state.refusedCount < Self.refusals else { return (.close(exceeded), nil) }
                state.refusedCount += 1
                return (.refuse(exceeded), nil)
            }
            state.servedCount += 1
            state.shares.add(host)
            return (.serve, evicted)
        }
    }

    /// Remembers an admitted connection.
    func add(_ connection: Connection, isRefused: Bool) {
        let host = connection.peer.with(port: 0)
        state.withLock { state in
            if isRefused {
                state.refused[ObjectIdentifier(connection)] = connection
            } else {
                state.served[host, default: [:]][ObjectIdentifier(connection)] = connection
            }
        }
    }

    /// Forgets a connection that has ended.
    func remove(_ connection: Connection, isRefused: Bool) {
        let waiters = state.withLock { state in
            if isRefused {
                if state.refused.removeValue(forKey: ObjectIdentifier(connection)) != nil { state.refusedCount -= 1 }
            } else {
                _ = state.forget(connection, connection.peer.with(port: 0))
            }
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Takes connections that hold bytes of requests that are not whole from the peers that hold the most, until `excess`
    /// bytes are free.
    func evict(holding excess: Int) -> [Connection] {
        state.withLock { state in
            var peers = state.served.values.compactMap { connections -> (bytes: Int, connections: [Connection])? in
                let holders = connections.values.filter { $0.claim.heldBytes > 0 && $0.claim.present != .busy }
                guard !holders.isEmpty else { return nil }
                return (
                    holders.reduce(0) { $0 + $1.claim.heldBytes },
                    holders.sorted { $0.claim.heldBytes < $1.claim.heldBytes }
                )
            }
            var evicted: [Connection] = []
            var freed = 0
            while freed < excess, let index = peers.indices.max(by: { peers[$0].bytes < peers[$1].bytes }) {
                guard let connection = peers[index].connections.popLast() else { break }
                let bytes = connection.claim.heldBytes
                peers[index].bytes -= bytes
                guard connection.claim.evict() else { continue }
                freed += bytes
                _ = state.forget(connection, connection.peer.with(port: 0))
                evicted.append(connection)
            }
            return evicted
        }
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

    /// Evicts, of connections of one address, the one that has the least claim to stay; nil when there is none.
    ///
    /// - Parameter onlyFreshBefore: only one that began before this and has not sent a whole request; nil takes any that
    ///   waits.
    private static func oldestWaiting(
        _ connections: [ObjectIdentifier: Connection]?, onlyFreshBefore moment: MonotonicTime?
    ) -> Connection? {
        var best: Connection?
        var isBestFresh = false
        for connection in connections?.values ?? [:].values {
            let isFresh = connection.claim.present == .fresh
            guard isFresh || moment == nil && connection.claim.present == .waiting else { continue }
            if let moment, connection.began >= moment { continue }
            let isBetter = isFresh == isBestFresh ? connection.began < best?.began ?? .distantFuture : isFresh
            guard best == nil || isBetter else { continue }
            (best, isBestFresh) = (connection, isFresh)
        }
        guard let best, best.claim.evict() else { return nil }
        return best
    }
}
