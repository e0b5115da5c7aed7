package import Dependencies

/// Whether a Job has done what a dependency waits for (kubernetes.io/docs/concepts/workloads/controllers/job).
package enum JobRule {
    /// How long a failed Job is given to be replaced by a new one before the wait takes its failure as final, in seconds,
    /// from its failure or the beginning of the wait, whichever is later.
    static let replacementDelay = 30

    /// Judges a Job.
    ///
    /// A Job's state belongs to its UID. What this wait remembers of completed Jobs (`context.completedJobs`) therefore
    /// counts like this: a Job that is gone, or on its way out, stays done once this wait has seen it complete, since its
    /// TTL may remove it while the wait goes on for something else. One that was created anew under the same name, and
    /// still lives, is judged by itself: the memory of the former does not wave it through.
    package static func judge(_ dependency: Dependency, job: JobRecord?, context: JudgementContext) -> Judgement {
        guard let job, !job.isBeingDeleted else {
            return absent(dependency, job, context)
        }
        if let mismatch = JobMatching.mismatch(of: job, for: dependency, context) { return Judgement(mismatch) }
        let name = dependency.displayName
        let state = JobDescription(job)
        switch job.phase {
        case .complete(let since):
            let verdict = Verdict(.ready, .complete, "\(name) completed\(JobDescription.age(since, context))")
            let seen = CompletedJob(namespace: job.namespace, name: job.name, uid: job.uid.description)
            return Judgement(verdict, completedJobs: [seen])
        case .failed(let since):
            return failed(name, state, since, context)
        case _ where job.isSuspended:
            return Judgement(Verdict(.waiting, .suspended, "\(name) is suspended; it runs when spec.suspend is false"))
        case .failing:
            let message = "\(name) is failing\(state.reason); it is not final until its last pods have ended"
            return Judgement(Verdict(.waiting, .failureTarget, message))
        case .succeeding:
            let message = "\(name) has met its success criteria; it is not complete until its last pods have ended"
            return Judgement(Verdict(.waiting, .successCriteriaMet, message))
        case .active:
            return Judgement(
                job.isStarted
                    ? Verdict(.waiting, .running, "\(name): \(state.progress)\(recreated(job, context))")
                    : Verdict(.waiting, .notStarted, "\(name) has not started yet\(recreated(job, context))"))
        }
    }

    private static func absent(_ dependency: Dependency, _ job: JobRecord?, _ context: JudgementContext) -> Judgement {
        let earlier = context.completedJobs.filter {
            dependency.target == .name($0.name) && dependency.namespace == $0.namespace
                && (job == nil || job?.uid == ObjectUID($0.uid))
        }
        guard earlier.isEmpty else {
            let message = "\(dependency.displayName) completed earlier in this wait and has been removed since"
            return Judgement(
                Verdict(.ready, .completedEarlier, message),
                completedJobs: earlier.sorted { $0.uid < $1.uid })
        }
        return MissingObject.judge(dependency, isBeingDeleted: job != nil, context: context)
    }

    private static func failed(
        _ name: String, _ state: JobDescription, _ since: Timestamp?, _ context: JudgementContext
    ) -> Judgement {
        let finalAt = max(since ?? context.waitBegan, context.waitBegan).adding(seconds: replacementDelay)
        guard context.now < finalAt else {
            return Judgement(Verdict(.failed, .failed, "\(name) failed\(state.reason)\(state.failures)"))
        }
        let message = "\(name) failed\(state.reason)\(state.failures); waiting until \(finalAt) for it to be replaced"
        return Judgement(Verdict(.waiting, .failedMayBeReplaced, message), reviewAt: finalAt)
    }

    private static func recreated(_ job: JobRecord, _ context: JudgementContext) -> String {
        let uid = job.uid.description
        let isAnother = context.completedJobs.contains {
            $0.name == job.name && $0.namespace == job.namespace && $0.uid != uid
        }
        return isAnother ? " (created anew since it completed)" : ""
    }
}
