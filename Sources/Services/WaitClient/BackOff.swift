/// How long to wait before the next attempt: at random up to a bound that doubles ("full jitter"), so that ten thousand
/// clients that lose one server do not come to the next one all at once.
struct BackOff: Hashable, Sendable {
    /// The bound before the first attempt.
    static let first = Duration.seconds(1)
    /// The bound that it grows to.
    static let longest = Duration.seconds(10)
    /// The least, so that a server that refuses at once is not asked without pause.
    static let shortest = Duration.milliseconds(50)
    /// A connection that lasted this long was a good one.
    static let steady = Duration.seconds(10)

    private var attempts = 0

    /// Begins anew.
    mutating func reset() { attempts = 0 }

    /// The time to wait now.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let bound = min(Self.longest, Self.first * (1 << min(attempts, 10)))
        attempts = min(attempts + 1, 10)
        // The upper 53 bits as a fraction from 0 to 1.
        return max(Self.shortest, bound * (Double(generator.next() >> 11) * 0x1p-53))
    }
}
