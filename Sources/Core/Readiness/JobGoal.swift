import Dependencies

/// What a dependency asks of Jobs.
struct JobGoal {
    /// Either end will do.
    let acceptsFailure: Bool
    /// How many of those that a selector chose must be as asked; nil for every one.
    let count: Int?

    /// What a dependency asks; nil for a condition that is not among a Job's own words.
    init?(_ options: DependencyOptions) {
        acceptsFailure = options.condition?.isWord("finished") == true
        guard acceptsFailure || options.condition == nil || options.condition?.isWord("complete") == true else {
            return nil
        }
        if case .count(let least) = options.minimum { count = least } else { count = nil }
    }
}
