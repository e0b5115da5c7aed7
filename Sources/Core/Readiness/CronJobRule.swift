package import Dependencies

/// Whether a CronJob has succeeded (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs).
package enum CronJobRule {
    /// Judges a CronJob by when a Job of it last completed: ever, or within `max-age=`.
    ///
    /// A success that is recent enough is ready although the CronJob is suspended; without one a suspended CronJob will
    /// not get there by itself.
    package static func judge(
        _ dependency: Dependency, cronJobs: [CronJobRecord], context: JudgementContext
    ) -> Judgement {
        guard !dependency.isJudgedAsResource else { return Selection.notJudged(dependency) }
        return Selection.judge(dependency, cronJobs, context) { cronJob, name in
            guard let last = cronJob.lastSuccess else {
                return waiting(cronJob, .neverSucceeded, "\(name) has never succeeded")
            }
            guard let most = dependency.options.maxAge else {
                return Judgement(Verdict(.ready, .succeeded, "\(name) has succeeded"))
            }
            // One second later it is older than asked for.
            let staleAt = last.adding(seconds: most).adding(seconds: 1)
            let age = "within the last \(Age.text(seconds: most))"
            guard context.now < staleAt else {
                return waiting(cronJob, .tooOld, "\(name) has succeeded, but not \(age)")
            }
            return Judgement(Verdict(.ready, .succeeded, "\(name) has succeeded \(age)"), reviewAt: staleAt)
        }
    }

    private static func waiting(_ cronJob: CronJobRecord, _ reason: Verdict.Reason, _ message: String) -> Judgement {
        guard cronJob.isSuspended else { return Judgement(Verdict(.waiting, reason, message)) }
        let hint = "and is suspended: it starts no Jobs until spec.suspend is false"
        return Judgement(Verdict(.stalled, .suspended, "\(message), \(hint)"))
    }
}
