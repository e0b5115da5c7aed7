import Synchronization

/// Whether a connection must be kept, and how much it holds: read by the registry on any thread, so that a full server
/// can take a place back from whoever has the least claim to it.
final class ConnectionClaim: Sendable {
    /// What a connection does.
    enum State: UInt8, AtomicRepresentable {
        /// It has not sent a whole request so far.
        case fresh
        /// A request of it is being answered.
        case busy
        /// It has had an answer, and the next request is not whole.
        case waiting
        /// Its place belongs to another: it is being closed.
        case evicted
    }

    private let state = Atomic(State.fresh)
    private let held = Atomic(0)

    /// A connection that has just begun.
    init() {}

    /// What it does now.
    var present: State { state.load(ordering: .relaxed) }

    /// Bytes of a request that is not whole.
    var heldBytes: Int { held.load(ordering: .relaxed) }

    /// Notes how many bytes it holds; how many more these are than before.
    func hold(_ bytes: Int) -> Int { bytes - held.exchange(bytes, ordering: .relaxed) }

    /// A request is whole; false when the connection has been evicted.
    func begin() -> Bool {
        for expected in [State.fresh, .waiting, .busy]
        where state.compareExchange(expected: expected, desired: .busy, ordering: .relaxed).exchanged {
            return true
        }
        return false
    }

    /// The request has been answered.
    func end() {
        _ = state.compareExchange(expected: .busy, desired: .waiting, ordering: .relaxed)
    }

    /// Takes the place of a connection that does nothing but wait; false when it is not so any more.
    func evict() -> Bool {
        for expected in [State.fresh, .waiting]
        where state.compareExchange(expected: expected, desired: .evicted, ordering: .relaxed).exchanged {
            return true
        }
        return false
    }
}
