/// The waits between tries: a bound that doubles from the first to the longest, and below it a wait that is drawn anew
/// each time, so that many clients that failed at the same moment do not come back at the same moment.
///
/// Randomness is passed in: the same numbers give the same waits.
package struct Backoff: Hashable, Sendable {
    /// Which part of the bound a wait is drawn from.
    package enum Jitter: Hashable, Sendable {
        /// All of it, but never less than this ("full jitter"): spreads a crowd the widest, for clients that are many.
        case full(atLeast: Duration)
        /// Its upper half, so that the waits grow from try to try: for one client that must not ask too often.
        case upperHalf
    }

    private let first: Duration
    private let longest: Duration
    private let jitter: Jitter
    /// How many tries in a row have failed, up to a million.
    package private(set) var failures = 0

    /// Waits whose bound is `first` after the first failure and grows to `longest`.
    package init(from first: Duration, to longest: Duration, jitter: Jitter) {
        self.first = first
        self.longest = longest
        self.jitter = jitter
    }

    /// Counts a failure and draws the wait that follows it.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let bound = min(longest, first * (1 << min(failures, 30)))
        failures = min(failures + 1, 1_000_000)
        // The upper 53 bits as a fraction from 0 to 1: all that a Double can tell apart.
        let fraction = Double(generator.next() >> 11) * 0x1p-53
        return switch jitter {
        case .full(let least): max(least, bound * fraction)
        case .upperHalf: bound * (0.5 + fraction / 2)
        }
    }

    /// Begins with the first bound again.
    package mutating func reset() {
        failures = 0
    }
}
