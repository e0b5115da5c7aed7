import Retrying

/// Random choices that can be made again: the same for the same seed, everywhere.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var numbers: SplitMix64

    /// A generator of the choices that belong to `seed`.
    package init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    package mutating func next() -> UInt64 { numbers.next() }

    /// A number from 0 to below `bound`; 0 when there is none.
    package mutating func index(below bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

    /// One of these; the list must not be empty.
    package mutating func pick<Element>(_ list: [Element]) -> Element { list[index(below: list.count)] }

    /// True once in `count` times.
    package mutating func once(in count: Int) -> Bool { index(below: count) == 0 }
}
