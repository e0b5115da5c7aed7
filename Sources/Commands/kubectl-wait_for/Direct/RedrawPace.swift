/// When a wait is shown again: at once when something changes, but not more often than eyes can follow; and from time to time
/// without a change, for the times that it shows.
struct RedrawPace {
    /// The shortest time between two pictures.
    private static let shortest = Duration.milliseconds(100)

    private let longest: Duration
    private var last: Duration?
    private var isPending = false

    /// Shows it at least this often.
    init(atLeastEvery longest: Duration) {
        self.longest = longest
    }

    /// Whether it is to be shown now; if not, it is soon.
    mutating func shows(at elapsed: Duration) -> Bool {
        if let last, elapsed - last < Self.shortest {
            isPending = true
            return false
        }
        last = elapsed
        isPending = false
        return true
    }

    /// How long until it is to be shown again, if nothing happens.
    func pause(at elapsed: Duration) -> Duration {
        guard let last else { return .zero }
        return max(.zero, last + (isPending ? Self.shortest : longest) - elapsed)
    }
}
