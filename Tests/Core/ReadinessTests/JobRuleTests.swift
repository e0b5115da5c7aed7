import Dependencies
import Readiness
import Testing

@Suite struct JobRuleTests {
    /// A Job's fields after its metadata, the time in seconds after the wait began, and what must come out.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fields: String
        let options: String
        let after: Int
        let verdict: String
        let reviewAfter: Int?

        init(
            _ name: String, _ fields: String, with options: String = "", after: Int = 0, _ verdict: String,
            reviewAfter: Int? = nil
        ) {
            testDescription = name
            self.fields = fields
            self.options = options
            self.after = after
            self.verdict = verdict
            self.reviewAfter = reviewAfter
        }
    }

    private static let began = timestamp("2026-11-21T12:00:00Z")
    private static let uid = "dac6fa46-f251-4b57-8e76-2484a45c77e3"

    private static func timestamp(_ text: String) -> Timestamp {
        Timestamp(rfc3339: text) ?? Timestamp(seconds: 0)
    }

    private static func condition(
        _ type: String, at time: String? = nil, reason: String = "PodFailurePolicy", status: String = "True"
    )
        -> String
    {
        let since = time.map { #","lastTransitionTime":"\#($0)""# } ?? ""
        return #"{"type":"\#(type)","status":"\#(status)","reason":"\#(reason)","message":"secret"\#(since)}"#
    }

    private static func status(_ conditions: String..., more: String = "") -> String {
        #""spec":{"completions":3},"status":{"startTime":"2026-11-21T11:00:00Z",\#(more)"#
            + #""conditions":[\#(conditions.joined(separator: ","))]}"#
    }

    static let progress = [
        Case("no status yet", #""spec":{}"#, "waiting(NotStarted): Job shop/m has not started yet"),
        Case("an empty status", #""spec":{},"status":{}"#, "waiting(NotStarted): Job shop/m has not started yet"),
        Case(
            "running", status(more: #""active":2,"succeeded":1,"failed":4,"#),
            "waiting(Running): Job shop/m: 1 of 3 pods succeeded, 2 running, 4 failed"),
        Case(
            "a work queue", #""spec":{},"status":{"startTime":"2026-11-21T11:00:00Z","succeeded":1}"#,
            "waiting(Running): Job shop/m: 1 pods succeeded"),
        Case(
            "counters complete nothing", status(more: #""succeeded":3,"#),
            "waiting(Running): Job shop/m: 3 of 3 pods succeeded"),
        Case(
            "suspended", #""spec":{"suspend":true},"status":{}"#,
            "waiting(Suspended): Job shop/m is suspended; it runs when spec.suspend is false"),
        Case(
            "resumed, its condition not yet",
            #""spec":{"suspend":false},"status":{"conditions":[\#(condition("Suspended"))]}"#,
            "waiting(NotStarted): Job shop/m has not started yet"),
        Case(
            "success criteria met", status(condition("SuccessCriteriaMet")),
            "waiting(SuccessCriteriaMet): Job shop/m has met its success criteria; "
                + "it is not complete until its last pods have ended"),
        Case(
            "failure target", status(condition("FailureTarget", reason: "DeadlineExceeded")),
            "waiting(FailureTarget): Job shop/m is failing (DeadlineExceeded); "
                + "it is not final until its last pods have ended"),
    ]

    static let completion = [
        Case(
            "complete long before the wait",
            status(
                condition("SuccessCriteriaMet"), condition("Complete"),
                more: #""completionTime":"2026-11-18T08:00:00Z","#),
            "ready(Complete): Job shop/m completed 3d4h before this wait began"),
        Case(
            "complete during the wait",
            status(condition("Complete"), more: #""completionTime":"2026-11-21T12:00:45Z","#),
            after: 300, "ready(Complete): Job shop/m completed 45s into this wait"),
        Case(
            "complete by the condition's time", status(condition("Complete", at: "2026-11-21T11:58:00Z")),
            "ready(Complete): Job shop/m completed 2m before this wait began"),
        Case("complete, nobody says when", status(condition("Complete")), "ready(Complete): Job shop/m completed"),
        Case(
            "complete and suspended", #""spec":{"suspend":true},"status":{"conditions":[\#(condition("Complete"))]}"#,
            "ready(Complete): Job shop/m completed"),
        Case(
            "Complete is False", status(condition("Complete", status: "False")),
            "waiting(Running): Job shop/m: 0 of 3 pods succeeded"),
        Case(
            "Complete is Unknown", status(condition("Complete", status: "Unknown")),
            "waiting(Running): Job shop/m: 0 of 3 pods succeeded"),
        Case(
            "both complete and failed, which the API server does not allow",
            status(condition("Complete"), condition("Failed")), after: 30,
            "failed(Failed): Job shop/m failed (PodFailurePolicy)"
        ),
    ]

    static let failure = [
        Case(
            "failed before the wait",
            status(condition("Failed", at: "2026-11-21T11:00:00Z", reason: "BackoffLimitExceeded")),
            "waiting(FailedMayBeReplaced): Job shop/m failed (BackoffLimitExceeded); "
                + "waiting until 2026-11-21T12:00:30Z for it to be replaced", reviewAfter: 30),
        Case(
            "failed before the wait, a moment before it is final",
            status(condition("Failed", at: "2026-11-21T11:00:00Z")),
            after: 29,
            "waiting(FailedMayBeReplaced): Job shop/m failed (PodFailurePolicy); "
                + "waiting until 2026-11-21T12:00:30Z for it to be replaced", reviewAfter: 30),
        Case(
            "failed before the wait, final", status(condition("Failed", at: "2026-11-21T11:00:00Z")), after: 30,
            "failed(Failed): Job shop/m failed (PodFailurePolicy)"),
        Case(
            "failed during the wait",
            status(
                condition("FailureTarget", reason: "FailedIndexes"), condition("Failed", at: "2026-11-21T12:10:00Z"),
                more: #""failed":1,"#),
            after: 600,
            "waiting(FailedMayBeReplaced): Job shop/m failed (PodFailurePolicy) after 1 failed pod; "
                + "waiting until 2026-11-21T12:10:30Z for it to be replaced", reviewAfter: 630),
        Case(
            "failed during the wait, final",
            status(
                condition("Failed", at: "2026-11-21T12:10:00Z"), condition("FailureTarget", reason: "FailedIndexes"),
                more: #""failed":7,"#),
            after: 630, "failed(Failed): Job shop/m failed (PodFailurePolicy) after 7 failed pods"),
        Case(
            "failed, nobody says when", status(condition("Failed")),
            "waiting(FailedMayBeReplaced): Job shop/m failed (PodFailurePolicy); "
                + "waiting until 2026-11-21T12:00:30Z for it to be replaced", reviewAfter: 30),
        Case(
            "a reason that Kubernetes does not know is not shown", status(condition("Failed", reason: "Secret")),
            after: 30,
            "failed(Failed): Job shop/m failed"),
        Case(
            "failed and suspended", #""spec":{"suspend":true},"status":{"conditions":[\#(condition("Failed"))]}"#,
            after: 30, "failed(Failed): Job shop/m failed (PodFailurePolicy)"),
    ]

    static let matching = [
        Case(
            "the pod's version", status(condition("Complete")), with: "match=pod:version",
            "ready(Complete): Job shop/m completed"),
        Case(
            "another version than the pod's", status(condition("Complete")), with: "match=pod:channel",
            "waiting(NotMatching): Job shop/m is of another release: its label channel is not this pod's"),
        Case(
            "a label that the Job has not", status(condition("Complete")), with: "match=pod:team",
            "waiting(NotMatching): Job shop/m has no label team, which match= compares"),
        Case(
            "a label that the pod has not", status(condition("Complete")), with: "match=pod:tier",
            "waiting(PodLabelMissing): Job shop/m cannot be matched: this pod itself has no label tier, "
                + "which match= compares"),
        Case(
            "a failed Job of another release fails nobody", status(condition("Failed")), with: "match=pod:channel",
            after: 60,
            "waiting(NotMatching): Job shop/m is of another release: its label channel is not this pod's"),
        Case(
            "a selector", status(condition("Complete")), with: "match=(version in (1,2),!team)",
            "ready(Complete): Job shop/m completed"),
        Case(
            "a selector that does not match", status(condition("Complete")), with: "match=(version=2)",
            "waiting(NotMatching): Job shop/m does not match (version=2); waiting for one that does"),
    ]

    @Test(arguments: progress + completion + failure + matching)
    func judges(_ item: Case) throws {
        let job = try Self.job(item.fields)
        let text = item.options.isEmpty ? "job/shop/m" : "job/shop/m \(item.options)"
        let judgement = JobRule.judge(
            try Dependency(canonical: text), jobs: [job], context: Self.context(after: item.after))
        #expect(judgement.verdict.description == item.verdict)
        #expect(judgement.reviewAt == item.reviewAfter.map { Self.began.adding(seconds: $0) })
        let isReady = judgement.verdict.state == .ready
        #expect(judgement.completedJobs.map(\.description) == (isReady ? ["shop/m/\(Self.uid)"] : []))
    }

    /// Whoever says that it has seen it complete cannot have.
    @Test(arguments: [status(), status(condition("Failed")), status(condition("Complete", status: "False"))])
    func aJobOnItsWayOutThatIsNotCompleteNeverWas(status: String) throws {
        let job = try Self.job(status, metadata: #""deletionTimestamp":"2026-11-21T12:00:00Z","#)
        var context = Self.context(after: 0)
        context.completedJobs = [try #require(CompletedJob("shop/m/\(Self.uid)"))]
        let judgement = JobRule.judge(try Dependency(canonical: "job/shop/m"), jobs: [job], context: context)
        #expect(judgement.verdict.reason == .notFound)
        #expect(judgement.completedJobs == [])
    }

    @Test(arguments: [
        ("complete, then removed", nil as String?, ["shop/m/\(uid)"], Verdict.Reason.completedEarlier),
        ("complete, now on its way out", uid, ["shop/m/\(uid)"], .completedEarlier),
        ("never seen complete, now on its way out", uid, [], .notFound),
        ("another of that name was complete, this one is on its way out", uid, ["shop/m/other"], .notFound),
        ("another dependency's Job was complete", nil, ["shop/n/\(uid)"], .notFound),
        ("the same name in another namespace was complete", nil, ["db/m/\(uid)"], .notFound),
        ("never seen", nil, [], .notFound),
    ])
    func aCompletedJobStaysDoneOnceItIsGone(
        name: String, deleting: String?, remembered: [String], reason: Verdict.Reason
    ) throws {
        let job = try deleting.map { _ in
            try Self.job(
                Self.status(Self.condition("Complete")), metadata: #""deletionTimestamp":"2026-11-21T12:00:00Z","#)
        }
        var context = Self.context(after: 0)
        context.completedJobs = Set(remembered.compactMap(CompletedJob.init))
        #expect(context.completedJobs.count == remembered.count)
        let judgement = JobRule.judge(
            try Dependency(canonical: "job/shop/m"), jobs: job.map { [$0] } ?? [], context: context)
        #expect(judgement.verdict.reason == reason)
        #expect(judgement.verdict.state == (reason == .notFound ? .waiting : .ready))
        #expect(judgement.completedJobs.map(\.description) == (reason == .notFound ? [] : remembered))
    }

    @Test(arguments: [
        ("running", status(), "waiting(Running): Job shop/m: 0 of 3 pods succeeded (created anew since it completed)"),
        (
            "not started", #""spec":{}"#,
            "waiting(NotStarted): Job shop/m has not started yet (created anew since it completed)"
        ),
    ])
    func aJobCreatedAnewIsJudgedByItself(name: String, fields: String, verdict: String) throws {
        var context = Self.context(after: 0)
        context.completedJobs = [CompletedJob(namespace: "shop", name: "m", uid: "former")]
        let judgement = JobRule.judge(
            try Dependency(canonical: "job/shop/m"), jobs: [try Self.job(fields)], context: context)
        #expect(judgement.verdict.description == verdict)
    }

    @Test(arguments: ["", "a", "a/b", "a/b/", "a//c", "/b/c", "a/b/c/d"])
    func whatIsNoMarkOfACompletedJobIsRefused(text: String) {
        #expect(CompletedJob(text) == nil)
    }

    private static func job(_ fields: String, metadata: String = "") throws -> JobRecord {
        let labels = #""labels":{"version":"1","channel":"stable"}"#
        return try Records.job(
            #"{"metadata":{"namespace":"shop","name":"m","uid":"\#(uid)",\#(metadata)\#(labels)},\#(fields)}"#)
    }

    private static func context(after seconds: Int) -> JudgementContext {
        let podLabels = ["version": "1", "channel": "beta", "team": "a"]
        return JudgementContext(
            now: began.adding(seconds: seconds), waitBegan: began, podNamespace: "shop", podLabel: { podLabels[$0] })
    }
}
