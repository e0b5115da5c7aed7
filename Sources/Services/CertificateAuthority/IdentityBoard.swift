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
        // Told under the lock: of two posts at the same time, the one that comes last is to be told last.
        state.withLock { state in
            guard state.present != identity else { return }
            state.present = identity
            for reader in state.readers.values { reader.yield(identity) }
        }
    }

    /// What is posted now, if anything, and then each change; a slow reader misses all but the newest. Ends with the task
    /// that reads it. For one task.
    package func changes() -> AsyncStream<ServedIdentity> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ServedIdentity.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            let number = state.next
            state.next += 1
            state.readers[number] = continuation
            if let present = state.present { continuation.yield(present) }
            return number
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: number) }
        }
        return stream
    }
}
