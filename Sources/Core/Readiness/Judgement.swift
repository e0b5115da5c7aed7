/// What a rule says of one dependency.
package struct Judgement: Hashable, Sendable {
    /// How it stands now.
    package let verdict: Verdict
    /// When it is to be judged again even if no object changes; nil when only objects can change the verdict.
    package let reviewAt: Timestamp?
    /// The Jobs that this judgement saw complete, for the wait to remember beside those that it remembers already.
    package let completedJobs: [CompletedJob]

    /// A judgement that, unless it says more, only objects can change.
    package init(_ verdict: Verdict, reviewAt: Timestamp? = nil, completedJobs: [CompletedJob] = []) {
        self.verdict = verdict
        self.reviewAt = reviewAt
        self.completedJobs = completedJobs
    }
}
