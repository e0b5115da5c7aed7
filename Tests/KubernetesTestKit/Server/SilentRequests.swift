import Locking

/// The requests that a fault leaves unanswered: each waits here until the server stops listening.
final class SilentRequests: Sendable {
    private let waiting = Locked<[CheckedContinuation<Void, Never>]>([])

    /// Waits for the end.
    func wait() async {
        await withCheckedContinuation { continuation in
            waiting.withLock { $0.append(continuation) }
        }
    }

    /// Lets every request go that waits now.
    func endAll() {
        let released = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for continuation in released { continuation.resume() }
    }
}
