/// How messages tell of a Job. Counters serve messages only.
struct JobDescription {
    private let job: JobRecord

    /// The words for this Job.
    init(_ job: JobRecord) { self.job = job }

    /// `1 of 3 pods succeeded, 2 running`.
    var progress: String {
        var text =
            job.completions.map { "\(job.succeeded) of \($0) pods succeeded" } ?? "\(job.succeeded) pods succeeded"
        if job.active > 0 { text += ", \(job.active) running" }
        if job.failures > 0 { text += ", \(job.failures) failed" }
        return text
    }

    /// ` (BackoffLimitExceeded)`, if a known reason is given.
    var reason: String { job.failureReason.map { " (\($0.rawValue))" } ?? "" }

    /// ` after 3 failed pods`.
    var failures: String {
        switch job.failures {
        case ...0: ""
        case 1: " after 1 failed pod"
        case let count: " after \(count) failed pods"
        }
    }

    /// How old a completion is. Told against the beginning of the wait, which stays where it is, so that the message of a
    /// Job that is done does not change any more.
    static func age(_ since: Timestamp?, _ context: JudgementContext) -> String {
        guard let since else { return "" }
        let difference = context.waitBegan.seconds(since: since)
        return difference > 0
            ? " \(Age.text(seconds: difference)) before this wait began"
            : " \(Age.text(seconds: since.seconds(since: context.waitBegan))) into this wait"
    }
}
