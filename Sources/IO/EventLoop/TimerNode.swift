import Locking

/// One scheduled action, which runs at most once; cancelling drops it, and what it holds, at once.
final class TimerNode: Sendable {
    private let action: Locked<(@Sendable () -> Void)?>
    private let runsAtEnd: Bool

    /// `runsAtEnd`: the action also runs, early, when the loop ends.
    init(runsAtEnd: Bool, _ action: @escaping @Sendable () -> Void) {
        self.action = Locked(action)
        self.runsAtEnd = runsAtEnd
    }

    /// It has neither run nor been cancelled.
    var isPending: Bool { action.withLock { $0 != nil } }

    /// Runs the action unless it has run or was cancelled.
    func fire() {
        take()?()
    }

    /// The loop ends before the time has come.
    func end() {
        let action = take()
        if runsAtEnd { action?() }
    }

    /// True when it was pending.
    func cancel() -> Bool {
        take() != nil
    }

    private func take() -> (@Sendable () -> Void)? {
        action.withLock { action in
            defer { action = nil }
            return action
        }
    }
}
