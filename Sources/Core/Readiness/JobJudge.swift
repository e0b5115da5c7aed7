import Dependencies

/// Judges one Job that is there and is the one that is meant.
struct JobJudge {
    private let job: JobRecord
    private let name: String
    private let dependency: Dependency
    private let goal: JobGoal
    private let context: JudgementContext

    /// A judge of a Job that messages call `name`.
    init(job: JobRecord, name: String, dependency: Dependency, goal: JobGoal, context: JudgementContext) {
        self.job = job
        self.name = name
        self.dependency = dependency
        self.goal = goal
        self.context = context
    }

    /// How the Job stands.
    var judgement: Judgement {
        let state = JobDescription(job)
        switch job.phase {
        case .complete(let since):
            let verdict = Verdict(.ready, .complete, "\(name) completed\(JobDescription.age(since, context))")
            return ended(since, Judgement(verdict, completedJobs: [CompletedJob(of: dependency, uid: job.uid)]))
        case .failed(let since) where goal.acceptsFailure:
            let message = "\(name) failed\(state.reason)\(JobDescription.age(since, context)), which counts as finished"
            return ended(since, Judgement(Verdict(.ready, .finished, message)))
        case .failed(let since):
            return failed(state, since)
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
                    ? Verdict(.waiting, .running, "\(name): \(state.progress)\(recreated)")
                    : Verdict(.waiting, .notStarted, "\(name) has not started yet\(recreated)"))
        }
    }

    /// The judgement on an end that is accepted, once it is old enough.
    private func ended(_ since: Timestamp?, _ accepted: Judgement) -> Judgement {
        let uptime = Uptime(dependency.options)
        switch uptime.standing(since: since, now: context.now) {
        case .reached:
            return accepted
        case .reachedAt(let time):
            let message = "\(name) ended, but less than \(uptime.length) ago"
            return Judgement(Verdict(.waiting, .tooRecent, message), reviewAt: time)
        case .unknowable:
            return Judgement(
                Verdict(.waiting, .tooRecent, "\(name) ended, but does not say when, which uptime= needs"))
        }
    }

    private func failed(_ state: JobDescription, _ since: Timestamp?) -> Judgement {
        let finalAt = max(since ?? context.waitBegan, context.waitBegan).adding(seconds: JobRule.replacementDelay)
        guard context.now < finalAt else {
            return Judgement(Verdict(.failed, .failed, "\(name) failed\(state.reason)\(state.failures)"))
        }
        let message = "\(name) failed\(state.reason)\(state.failures); waiting until \(finalAt) for it to be replaced"
        return Judgement(Verdict(.waiting, .failedMayBeReplaced, message), reviewAt: finalAt)
    }

    /// A hint where another Job of that name was complete in this wait.
    private var recreated: String {
        guard case .name = dependency.target else { return "" }
        let uid = job.uid.description
        let isAnother = context.completedJobs.contains { $0.concerns(dependency) && $0.uid != uid }
        return isAnother ? " (created anew since it completed)" : ""
    }
}
