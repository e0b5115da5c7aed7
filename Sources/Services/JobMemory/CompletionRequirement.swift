package import Dependencies

/// What of a dependency on a Job decides whether a completion that was seen counts for it.
///
/// Two dependencies with the same requirement are met by the same completions: only then may one stand for the other.
package struct CompletionRequirement: Hashable, Sendable {
    /// The Job's namespace.
    package let namespace: String
    /// The Job's name.
    package let job: String
    /// Which labels the Job had to carry: `(release=7)` or, where those of the pod were compared, `release=7`; empty for
    /// none. A completion of one release must not stand for that of the next.
    package let match: String

    /// The requirement of a dependency; nil for one that asks for anything but the completion of one Job by its name.
    ///
    /// - Parameter podLabel: the value of a label of the waiting pod.
    package init?(_ dependency: Dependency, podLabel: (String) -> String?) {
        let options = dependency.options
        guard dependency.kind == .job, case .name(let job) = dependency.target, options.field == nil,
            !options.needsAbsence, !options.needsOnlyExistence, options.minimum != .count(0),
            Self.isMetByCompletion(options.condition)
        else { return nil }
        switch options.match {
        case nil: match = ""
        case .selector(let selector): match = "(\(selector))"
        case .podLabel(let label):
            guard let value = podLabel(label) else { return nil }
            match = "\(label)=\(value)"
        }
        namespace = dependency.namespace
        self.job = job
    }

    private static func isMetByCompletion(_ condition: ConditionRequirement?) -> Bool {
        guard let condition else { return true }
        return condition.isWord("complete") || condition.isWord("finished")
    }
}
