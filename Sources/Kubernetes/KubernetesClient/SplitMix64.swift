/// A small random number generator for jitter: given the same seed it gives the same numbers.
///
/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 17.
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator whose numbers follow from `seed`.
    init(seed: UInt64) {
        state = seed
    }

    /// The next number of the sequence, which repeats after 2^64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
