/// The waits between tries: doubled from the shortest to the longest, each drawn from its upper half, so that many
/// clients that failed at the same moment do not come back at the same moment.
struct Backoff: Sendable {
    private let shortest: Duration
    private let longest: Duration
    /// How many tries in a row have failed.
    private(set) var failures = 0

    /// Waits whose first is drawn from the upper half of `shortest`, and whose longest is `longest`.
    init(from shortest: Duration, to longest: Duration) {
        self.shortest = shortest
        self.longest = longest
    }

    /// Counts a failure and draws the wait that follows it.
    mutating func next(using random: inout SplitMix64) -> Duration {
        let doublings = min(failures, 30)
        failures = min(failures + 1, 1 << 20)
        let whole = min(longest, shortest * (1 << doublings))
        return whole / 2 + whole / 2 * Double.random(in: 0...1, using: &random)
    }

    /// Begins with the shortest again.
    mutating func reset() {
        failures = 0
    }
}
