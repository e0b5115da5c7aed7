import Retrying

/// Choices that belong to an input: the same for the same input, so that a finding can be found again.
struct Choices {
    private var numbers: SplitMix64

    /// The choices of this input: by its bytes, so that a change of any changes all.
    init(_ input: [UInt8]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in input { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        numbers = SplitMix64(seed: hash)
    }

    /// A number from 0 to below `bound`, which must be positive.
    mutating func index(below bound: Int) -> Int { Int(numbers.next() % UInt64(bound)) }

    /// `bytes` cut into pieces of chance lengths, none of them empty.
    mutating func pieces(of bytes: [UInt8], upTo longest: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = min(rest.count, 1 + index(below: longest))
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
