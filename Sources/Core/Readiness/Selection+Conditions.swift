import Dependencies

extension Selection {
    /// The judgement where a kind's own rule is asked about what only the object's conditions and fields tell: nobody
    /// passes by a rule that did not look.
    static func notJudged(_ dependency: Dependency) -> Judgement {
        let asked = dependency.options.field == nil ? "condition=" : "jsonpath="
        let message = "\(dependency.displayName): the rule of its kind does not judge this \(asked)"
        return Judgement(Verdict(.unknown, .conditionNotJudged, message))
    }
}
