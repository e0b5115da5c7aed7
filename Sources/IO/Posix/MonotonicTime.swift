import Glibc

/// A moment on CLOCK_MONOTONIC: unaffected by changes of the wall clock, meaningless outside this boot.
package struct MonotonicTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since an arbitrary moment before this process began.
    package let nanoseconds: Int64

    /// A moment by its nanoseconds: for tests and for arithmetic.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// A moment later than any other, for a wait without limit.
    package static let distantFuture = MonotonicTime(nanoseconds: .max)

    /// clock_gettime(CLOCK_MONOTONIC).
    package static func now() -> MonotonicTime {
        var time = timespec()
        _ = clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// This moment moved by a duration, kept within the representable range.
    package func adding(_ duration: Duration) -> MonotonicTime {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.clampedNanoseconds)
        if overflow { return MonotonicTime(nanoseconds: duration < .zero ? .min : .max) }
        return MonotonicTime(nanoseconds: sum)
    }

    /// The time from an earlier moment to this one; negative when `other` is later.
    package func since(_ other: MonotonicTime) -> Duration {
        .nanoseconds(nanoseconds.subtractingReportingOverflow(other.nanoseconds).partialValue)
    }

    package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// The whole duration in nanoseconds, clamped to what 64 bits hold (292 years).
    package var clampedNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, overflowed) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        if overflowed { return seconds < 0 ? .min : .max }
        return sum
    }
}
