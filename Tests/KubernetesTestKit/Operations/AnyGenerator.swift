/// Opens a generator of an unknown type, so that generic functions take it.
struct AnyGenerator: RandomNumberGenerator {
    /// The generator asked.
    var base: any RandomNumberGenerator & Sendable

    /// The generator's next number.
    mutating func next() -> UInt64 { base.next() }
}
