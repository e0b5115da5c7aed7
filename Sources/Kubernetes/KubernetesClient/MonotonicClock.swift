/// Time for a reflector: passed in, so that a test need not wait.
package struct MonotonicClock: Sendable {
    /// The time since any fixed moment; never goes back.
    package var now: @Sendable () -> Duration
    /// Comes back after a time, or throws when the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    /// A clock of two functions that must agree: after `sleep(d)` `now` is at least `d` later.
    package init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// The system's clock, which goes on while the machine sleeps.
    package static var system: MonotonicClock {
        let origin = ContinuousClock.now
        return MonotonicClock(now: { ContinuousClock.now - origin }, sleep: { try await Task.sleep(for: $0) })
    }
}
