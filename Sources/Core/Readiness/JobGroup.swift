import Dependencies

/// Judges the Jobs that a selector chose.
struct JobGroup {
    /// How many Jobs a wait remembers of a selector's, unless `min=` asks for more. One is enough where every one is
    /// asked for, as those that are gone and forgotten hold nobody up; a client carries no more than a few.
    private static let mostMarks = 16

    private let dependency: Dependency
    private let goal: JobGoal
    private let judgements: [Judgement]
    private let gone: [CompletedJob]
    private let mismatch: Verdict?

    /// The Jobs that are there, sorted by name, and those that this wait has seen complete and that are gone since.
    ///
    /// Jobs that `match=` does not mean, as those of another release, are passed over: they neither hold up nor let
    /// through.
    init(
        _ dependency: Dependency, _ goal: JobGoal, _ jobs: [JobRecord], gone: Set<CompletedJob>,
        _ context: JudgementContext
    ) {
        self.dependency = dependency
        self.goal = goal
        self.gone = gone.sorted { $0.uid < $1.uid }
        var mismatch: Verdict?
        var judgements: [Judgement] = []
        for job in jobs {
            if let found = JobMatching.mismatch(of: job, for: dependency, context) {
                mismatch = mismatch ?? found
                continue
            }
            let name = Selection.name(of: job, dependency, context)
            judgements.append(
                JobJudge(job: job, name: name, dependency: dependency, goal: goal, context: context).judgement)
        }
        self.mismatch = mismatch
        self.judgements = judgements
    }

    /// How they stand together: every one as asked, or with `min=N` so many, whatever becomes of the others.
    var judgement: Judgement {
        let total = judgements.count + gone.count
        guard total > 0 else {
            let none = Verdict(.waiting, .notFound, "\(dependency.displayName): no Job is left")
            return Judgement(mismatch ?? none)
        }
        let done = judgements.count { $0.verdict.state == .ready } + gone.count
        let wanted = goal.count ?? total
        var count = "\(dependency.displayName): \(done) of \(total) \(goal.acceptsFailure ? "finished" : "complete")"
        let completed = Array((gone + judgements.flatMap(\.completedJobs)).prefix(max(Self.mostMarks, goal.count ?? 0)))
        guard done < wanted else {
            return Judgement(
                Verdict(.ready, goal.acceptsFailure ? .finished : .complete, count), completedJobs: completed)
        }
        if let least = goal.count, least > 1 { count += ", \(least) wanted" }
        let review = judgements.compactMap(\.reviewAt).min()
        let others = judgements.filter { $0.verdict.state != .ready }
        // With min=N a failure counts only once nothing else is left that may still complete.
        let pending = goal.count == nil ? others : others.filter { $0.verdict.state != .failed }
        guard let worst = Selection.worst(of: pending.isEmpty ? others : pending) else {
            return Judgement(Verdict(.waiting, .running, count), reviewAt: review, completedJobs: completed)
        }
        return Judgement(
            Verdict(worst.state, worst.reason, "\(count); \(worst.message)"), reviewAt: review, completedJobs: completed
        )
    }
}
