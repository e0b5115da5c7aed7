import Dependencies

/// What a dependency asks of Jobs.
struct JobGoal {
    /// Either end will do.
    let acceptsFailure: Bool
    /// How many must be as asked; nil for every one.
    let count: Int?

    /// What a dependency asks; nil for a condition that is not among a Job's own words.
    init?(_ options: DependencyOptions) {
        acceptsFailure = options.condition?.isWord("finished") == true
        guard acceptsFailure || options.condition == nil || options.condition?.isWord("complete") == true else {
            return nil
        }
        if case .count(let least) = options.minimum { count = least } else { count = nil }
    }

    /// `min=0`.
    var needsOnlyExistence: Bool { count == 0 }

    /// The verdict where more than one is asked of a name; nil where it makes sense.
    func hopelessForOne(_ name: String) -> Verdict? {
        guard let count, count > 1 else { return nil }
        let message = "\(name) is one Job, and min=\(count) asks for more; name them by a selector"
        return Verdict(.stalled, .running, message)
    }
}
