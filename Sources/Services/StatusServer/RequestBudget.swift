import Locking
import Posix

/// How many requests each peer may make: so that one cannot keep the others waiting, however many connections it has.
///
/// Safe from any thread; all connections' loops share it.
final class RequestBudget: Sendable {
    private let peers: Locked<PeerBudgets>

    /// So many a second for each peer, and so many at once after a pause.
    init(perSecond: Int, burst: Int) {
        peers = Locked(PeerBudgets(perSecond: perSecond, burst: burst))
    }

    /// Counts a request of a peer.
    ///
    /// - Returns: whether it is to be answered.
    func admit(_ peer: String, at now: MonotonicTime) -> Bool {
        peers.withLock { $0.take(peer, at: Double(now.nanoseconds) / 1e9) }
    }
}
