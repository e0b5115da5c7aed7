/// What a figure must reach.
enum Goal: Sendable, CustomStringConvertible {
    case valueAtMost(Double)
    case ratioAtLeast(Double)
    case ratioAtMost(Double)

    /// Whether `figure` reaches it. A ratio that could not be formed misses.
    func isMet(by figure: Figure) -> Bool {
        switch self {
        case .valueAtMost(let limit): figure.value <= limit
        case .ratioAtLeast(let limit): figure.ratio.map { $0 >= limit } ?? false
        case .ratioAtMost(let limit): figure.ratio.map { $0 <= limit } ?? false
        }
    }

    var description: String {
        switch self {
        case .valueAtMost(let limit): "value <= \(decimal(limit))"
        case .ratioAtLeast(let limit): "ratio >= \(decimal(limit))"
        case .ratioAtMost(let limit): "ratio <= \(decimal(limit))"
        }
    }
}
