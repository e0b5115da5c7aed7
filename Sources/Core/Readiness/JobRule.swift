package import Dependencies

/// Whether Jobs have done what a dependency waits for (kubernetes.io/docs/concepts/workloads/controllers/job).
package enum JobRule {
    /// How long a failed Job is given to be replaced by a new one before the wait takes its failure as final, in seconds,
    /// from its failure or the beginning of the wait, whichever is later.
    static let replacementDelay = 30

    /// Judges the Job of that name, or all that a selector matches.
    ///
    /// A Job's state belongs to its UID. What this wait remembers of completed Jobs (`context.completedJobs`) therefore
    /// counts like this: a Job that is gone, or on its way out, stays done once this wait has seen it complete, since its
    /// TTL may remove it while the wait goes on for something else. One that was created anew under the same name, and
    /// still lives, is judged by itself: the memory of the former does not wave it through. Nor does a memory count, wherever
    /// it comes from, against what can be seen: a Job on its way out that is there and not complete has never been.
    ///
    /// - Parameter remembered: the proof that the Job, named and absent, has completed for a pod like the waiting one.
    package static func judge(
        _ dependency: Dependency, jobs: [JobRecord], remembered: RememberedJob? = nil, context: JudgementContext
    ) -> Judgement {
        guard let goal = JobGoal(dependency.options) else { return Selection.notJudged(dependency) }
        let earlier = context.completedJobs.filter { seen in
            seen.concerns(dependency)
                && !jobs.contains { $0.uid == ObjectUID(seen.uid) && !($0.isBeingDeleted && $0.isComplete) }
        }
        let live: [JobRecord]
        switch Selection.present(dependency, jobs, context) {
        case .judged(let judgement) where judgement.verdict.reason == .notFound:
            return absent(dependency, jobs, earlier, remembered, context) ?? judgement
        case .judged(let judgement):
            return judgement
        case .live(let jobs):
            live = jobs
        }
        guard case .selector = dependency.target else {
            let name = dependency.displayName
            if let mismatch = JobMatching.mismatch(of: live[0], for: dependency, context) { return Judgement(mismatch) }
            return JobJudge(job: live[0], name: name, dependency: dependency, goal: goal, context: context).judgement
        }
        let sorted = live.sorted { $0.name < $1.name }
        return JobGroup(dependency, goal, sorted, gone: earlier, context).judgement
    }

    /// The judgement on Jobs that are gone, or on their way out, if any of them is known to be done.
    private static func absent(
        _ dependency: Dependency, _ jobs: [JobRecord], _ earlier: Set<CompletedJob>, _ remembered: RememberedJob?,
        _ context: JudgementContext
    ) -> Judgement? {
        if case .selector = dependency.target, !earlier.isEmpty, let goal = JobGoal(dependency.options) {
            return JobGroup(dependency, goal, [], gone: earlier, context).judgement
        }
        // One on its way out that this wait has not seen complete must not be waved through by an earlier one.
        let marks = earlier.filter { seen in jobs.allSatisfy { $0.uid == ObjectUID(seen.uid) } }
        guard marks.isEmpty else {
            let message = "\(dependency.displayName) completed earlier in this wait and has been removed since"
            return Judgement(
                Verdict(.ready, .completedEarlier, message), completedJobs: marks.sorted { $0.uid < $1.uid })
        }
        return remembered.flatMap { proof(dependency, $0, context) }
    }

    private static func proof(
        _ dependency: Dependency, _ remembered: RememberedJob, _ context: JudgementContext
    ) -> Judgement? {
        guard case .name = dependency.target, dependency.options.remember != .never,
            !dependency.options.needsOnlyExistence
        else { return nil }
        var lapse: Timestamp?
        if case .seconds(let most) = dependency.options.remember {
            // Of one that completed nobody knows when, nobody can say that it is recent enough.
            guard let end = remembered.completedAt?.adding(seconds: most).adding(seconds: 1), context.now < end else {
                return nil
            }
            lapse = end
        }
        let uptime = Uptime(dependency.options)
        let name = dependency.displayName
        switch uptime.standing(since: remembered.completedAt, now: context.now) {
        case .reached:
            let age = JobDescription.age(remembered.completedAt, context)
            let message = "\(name) has been removed, and was seen complete by \(remembered.witness)"
            return Judgement(
                Verdict(.ready, .remembered, age.isEmpty ? message : "\(message); it completed\(age)"), reviewAt: lapse)
        case .reachedAt(let time):
            let message = "\(name) has been removed and completed, but not\(uptime.suffix) yet"
            return Judgement(Verdict(.waiting, .tooRecent, message), reviewAt: time)
        case .unknowable:
            return nil
        }
    }
}
