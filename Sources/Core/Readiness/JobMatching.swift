import Dependencies

/// `match=`: whether a Job is the one that is meant, or that of another release.
enum JobMatching {
    /// The verdict on a Job that does not match, or nil for one that does.
    ///
    /// The values of labels are not shown: verdicts never hold the value of a field.
    static func mismatch(of job: JobRecord, for dependency: Dependency, _ context: JudgementContext) -> Verdict? {
        let name = dependency.displayName
        switch dependency.options.match {
        case nil: return nil
        case .selector(let selector):
            guard !selector.matches({ job.labels[$0] }) else { return nil }
            return Verdict(.waiting, .notMatching, "\(name) does not match (\(selector)); waiting for one that does")
        case .podLabel(let label):
            guard let wanted = context.podLabel(label) else {
                let message = "\(name) cannot be matched: this pod itself has no label \(label), which match= compares"
                return Verdict(.waiting, .podLabelMissing, message)
            }
            guard let found = job.labels[label] else {
                return Verdict(.waiting, .notMatching, "\(name) has no label \(label), which match= compares")
            }
            guard found != wanted else { return nil }
            let message = "\(name) is of another release: its label \(label) is not this pod's"
            return Verdict(.waiting, .notMatching, message)
        }
    }
}
