/// A token bucket, kept as the moment at which it would be full: the generic cell rate algorithm (ITU-T I.371, annex A).
struct EventRate: Hashable, Sendable {
    private let interval: Duration
    private let burst: Int
    /// When the bucket is full again; any moment in the past means that it is.
    private(set) var fullAt: Duration

    /// A bucket of `burst` tokens, to which one is added every `interval`, and which is full at that moment.
    init(burst: Int, interval: Duration, fullAt: Duration = .zero) {
        self.burst = max(1, burst)
        self.interval = max(.zero, interval)
        self.fullAt = fullAt
    }

    /// When the next token can be taken; a moment that is past means now.
    var next: Duration { fullAt - interval * (burst - 1) }

    /// Takes a token; there must be one.
    mutating func take(at now: Duration) {
        fullAt = max(fullAt, now) + interval
    }
}
