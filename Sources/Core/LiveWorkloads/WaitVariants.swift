import Dependencies

/// What the waiting pods of one part of a workload wait for: mostly all the same, different ones while a roll-out goes on.
struct WaitVariants: Sendable {
    /// How many are told apart. Pods beyond count as past their waits, so that nothing is said of them.
    private static let most = 64

    private var variants: [(waits: [Dependency], count: Int)] = []

    /// Nobody waits.
    init() {}

    /// Whether no pod waits.
    var isEmpty: Bool { variants.allSatisfy { $0.count == 0 } }

    /// What every one of the waiting pods waits for. As long as that does not come true none of them starts; of what only
    /// some wait for nobody can say that.
    var common: [Dependency] {
        let present = variants.filter { $0.count > 0 }
        guard let first = present.first else { return [] }
        return present.dropFirst().reduce(first.waits) { waits, other in waits.filter(other.waits.contains) }
    }

    /// Counts one more pod with these waits.
    ///
    /// - Returns: by what it is counted again when it is gone; nil where it is not counted.
    mutating func add(_ waits: [Dependency]) -> UInt16? {
        if let index = variants.firstIndex(where: { $0.count > 0 && $0.waits == waits }) {
            variants[index].count += 1
            return UInt16(index)
        }
        if let index = variants.firstIndex(where: { $0.count == 0 }) {
            variants[index] = (waits, 1)
            return UInt16(index)
        }
        guard variants.count < Self.most else { return nil }
        variants.append((waits, 1))
        return UInt16(variants.count - 1)
    }

    /// Counts one pod less.
    mutating func take(_ variant: UInt16) {
        guard variants.indices.contains(Int(variant)), variants[Int(variant)].count > 0 else { return }
        variants[Int(variant)].count -= 1
        if variants[Int(variant)].count == 0 { variants[Int(variant)].waits = [] }
    }
}
