internal import Locking
package import Posix

extension EventLoop {
    /// Runs `action` on the loop once `delay` has passed: never early, late by what the loop is busy with. Safe from any
    /// thread.
    @discardableResult
    package func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> TimerToken {
        schedule(at: MonotonicTime.now().adding(delay), action)
    }

    /// Runs `action` on the loop once `moment` has come. Safe from any thread.
    @discardableResult
    package func schedule(at moment: MonotonicTime, _ action: @escaping @Sendable () -> Void) -> TimerToken {
        add(TimerNode(runsAtEnd: false, action), at: moment)
    }

    /// Suspends the calling task for `delay`; ends early when the task is cancelled or the loop stops.
    package func sleep(for delay: Duration) async {
        let sleeper = Sleeper()
        let moment = MonotonicTime.now().adding(delay)
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard sleeper.begin(continuation) else { return }
                let token = add(TimerNode(runsAtEnd: true) { sleeper.wake() }, at: moment)
                sleeper.keep(token)
            }
        } onCancel: {
            sleeper.wake()
        }
    }

    private func add(_ node: TimerNode, at moment: MonotonicTime) -> TimerToken {
        if isCurrent {
            local.add(.action(node), at: moment)
        } else {
            execute { [self] in local.add(.action(node), at: moment) }
        }
        return TimerToken(node: node, loop: self)
    }
}

/// One task in `sleep`: woken once, by its timer or by cancellation, whichever is first.
private final class Sleeper: Sendable {
    private enum State {
        case fresh
        case waiting(UnsafeContinuation<Void, Never>, TimerToken?)
        case woken
    }

    private let state = Locked(State.fresh)

    /// False when it was woken before it began: the continuation is then resumed already.
    func begin(_ continuation: UnsafeContinuation<Void, Never>) -> Bool {
        let isWaiting = state.withLock { state in
            guard case .fresh = state else { return false }
            state = .waiting(continuation, nil)
            return true
        }
        if !isWaiting { continuation.resume() }
        return isWaiting
    }

    /// Remembers the timer, to be cancelled when something else wakes the task.
    func keep(_ token: TimerToken) {
        let isLate = state.withLock { state in
            guard case .waiting(let continuation, nil) = state else { return true }
            state = .waiting(continuation, token)
            return false
        }
        if isLate { token.cancel() }
    }

    /// Lets the task go on, once, whoever calls first.
    func wake() {
        let previous = state.withLock { state in
            defer { state = .woken }
            return state
        }
        guard case .waiting(let continuation, let token) = previous else { return }
        token?.cancel()
        continuation.resume()
    }
}
