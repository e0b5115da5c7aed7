internal import Locking
package import Posix
package import Readiness

/// The times that the status server goes by, passed in so that a test can set them.
package struct StatusClock: Sendable {
    /// Wall-clock time, which the objects' own times are compared with; it should not jump.
    package let now: @Sendable () -> Timestamp
    /// Time that never jumps, for measuring.
    package let monotonic: @Sendable () -> MonotonicTime

    /// A clock of these two; in a test only the wall clock need be set.
    package init(
        now: @escaping @Sendable () -> Timestamp,
        monotonic: @escaping @Sendable () -> MonotonicTime = { MonotonicTime.now() }
    ) {
        self.now = now
        self.monotonic = monotonic
    }

    /// The system's clocks; the wall clock without its jumps.
    package static let system = StatusClock(now: {
        let (seconds, nanoseconds) = WallClock.now()
        let wall = seconds &* 1_000_000_000 &+ nanoseconds
        let now = steady.withLock { $0.now(wall: wall, steady: WallClock.nanosecondsSinceBoot()) }
        return Timestamp(seconds: Int(now / 1_000_000_000), nanoseconds: Int(now % 1_000_000_000))
    })

    private static let steady = Locked(SteadyTime())
}
