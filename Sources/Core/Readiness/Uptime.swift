import Dependencies

/// `uptime=`: for how long something must have been as it is before it counts.
struct Uptime {
    /// Whether something counts already.
    enum Standing: Hashable {
        /// It does.
        case reached
        /// It will then, if nothing happens to it.
        case reachedAt(Timestamp)
        /// Nobody knows since when it is as it is, so nobody can say.
        case unknowable
    }

    /// How many seconds; 0 where none are asked for.
    private let seconds: Int

    /// What a dependency asks for.
    init(_ options: DependencyOptions) { seconds = max(0, options.uptime ?? 0) }

    /// Something is asked for.
    var isAsked: Bool { seconds > 0 }

    /// What follows the word "ready" in messages: ` for 30s`, or nothing where nothing is asked for.
    var suffix: String { isAsked ? " for \(length)" : "" }

    /// The length as messages say it.
    var length: String { Age.text(seconds: seconds) }

    /// How something stands that is as it is since then.
    func standing(since: Timestamp?, now: Timestamp) -> Standing {
        guard isAsked else { return .reached }
        guard let since else { return .unknowable }
        let end = since.adding(seconds: seconds)
        return end <= now ? .reached : .reachedAt(end)
    }
}
