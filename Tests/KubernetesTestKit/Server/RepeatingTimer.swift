import EventLoop
import Locking

/// Does something again and again on an event loop until it is cancelled.
final class RepeatingTimer: Sendable {
    private struct State {
        var token: TimerToken?
        var isCancelled = false
    }

    private let loop: EventLoop
    private let interval: Duration
    private let action: @Sendable () -> Void
    private let state = Locked(State())

    /// A timer whose action runs on `loop` after each interval.
    init(_ loop: EventLoop, every interval: Duration, _ action: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.interval = interval
        self.action = action
        schedule()
    }

    /// Ends it; an action that runs just now ends first.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.token?.cancel()
            state.token = nil
        }
    }

    private func schedule() {
        state.withLock { state in
            guard !state.isCancelled else { return }
            state.token = loop.schedule(after: interval) { [weak self] in
                self?.action()
                self?.schedule()
            }
        }
    }
}
