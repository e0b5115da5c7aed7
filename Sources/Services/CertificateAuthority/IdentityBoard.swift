internal import Locking

/// Where the present identity is posted, wherever it comes from, for those who publish it: `caBundle`, pins.
///
/// Safe from any thread.
package final class IdentityBoard: Sendable {
    private struct State {
        var present: ServedIdentity?
        var readers: [Int: AsyncStream<ServedIdentity>.Continuation] = [:]
        var next = 0
    }

    private let state = Locked(State())

    /// A board with nothing on it.
    package init() {}

    /// What was posted last; nil before the first.
    package var present: ServedIdentity? { state.withLock { $0.present } }

    /// Replaces what is posted, and tells everybody whom that concerns.
    package func post(_ identity: ServedIdentity) {
        let readers = state.withLock { state -> [AsyncStream<ServedIdentity>.Continuation] in
            guard state.present != identity else { return [] }
            state.present = identity
            return Array(state.readers.values)
        }
        // What is told is what is posted now: two posts at the same time must not be told in the wrong order.
        for reader in readers { if let newest = present { reader.yield(newest) } }
    }

    /// What is posted now, if anything, and then each change; a slow reader misses all but the newest. Ends with the task
    /// that reads it. For one task.
    package func changes() -> AsyncStream<ServedIdentity> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ServedIdentity.self, bufferingPolicy: .bufferingNewest(1))
        let (number, present) = state.withLock { state -> (Int, ServedIdentity?) in
            let number = state.next
            state.next += 1
            state.readers[number] = continuation
            return (number, state.present)
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: number) }
        }
        if let present { continuation.yield(present) }
        return stream
    }
}
