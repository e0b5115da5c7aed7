import Dependencies
import Readiness
import Testing

/// What holds a Job done once it is gone: what this wait saw, and what another pod of its controller saw.
@Suite struct JobMemoryTests {
    /// The options, the proof's age in seconds at the beginning of the wait (nil: unknown), and what must come out.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: String
        let age: Int?
        let after: Int
        let verdict: String
        let reviewAfter: Int?

        init(
            _ name: String, with options: String = "", completed age: Int? = 7200, after: Int = 0, _ verdict: String,
            reviewAfter: Int? = nil
        ) {
            testDescription = name
            self.options = options
            self.age = age
            self.after = after
            self.verdict = verdict
            self.reviewAfter = reviewAfter
        }
    }

    private static let witness = "an earlier pod of ReplicaSet shop/web-7d9f"
    private static let remembered =
        "ready(Remembered): Job shop/m has been removed, and was seen complete by \(witness)"
    private static let missing = "waiting(NotFound): Job shop/m does not exist"

    static let cases = [
        Case("a proof", "\(remembered); it completed 2h before this wait began"),
        Case("a proof without a time", completed: nil, remembered),
        Case("not to be remembered", with: "remember=false", missing, reviewAfter: 60),
        Case("always", with: "remember=always", "\(remembered); it completed 2h before this wait began"),
        Case(
            "recent enough", with: "remember=3h", "\(remembered); it completed 2h before this wait began",
            reviewAfter: 3601),
        Case(
            "just recent enough", with: "remember=2h", "\(remembered); it completed 2h before this wait began",
            reviewAfter: 1),
        Case("too old", with: "remember=2h", after: 1, missing, reviewAfter: 60),
        Case("nobody knows whether it is recent enough", with: "remember=2h", completed: nil, missing, reviewAfter: 60),
        Case("long enough ago", with: "uptime=2h", "\(remembered); it completed 2h before this wait began"),
        Case(
            "not long enough ago", with: "uptime=3h",
            "waiting(TooRecent): Job shop/m has been removed and completed, but not for 3h yet", reviewAfter: 3600),
        Case("nobody knows whether it is long enough ago", with: "uptime=1s", completed: nil, missing, reviewAfter: 60),
        Case(
            "a condition that is not the Job's own", with: "condition=Failed",
            "unknown(ConditionNotJudged): Job shop/m: the rule of its kind does not judge this condition="),
        Case("absent is ready by itself", with: "absent", "ready(Gone): Job shop/m is not there"),
        Case("exists asks for the Job itself", with: "exists", missing, reviewAfter: 60),
    ]

    @Test(arguments: cases)
    func aProofCounts(_ item: Case) throws {
        let dependency = try Dependency(canonical: item.options.isEmpty ? "job/shop/m" : "job/shop/m \(item.options)")
        let judgement = JobRule.judge(
            dependency, jobs: [], remembered: Self.proof(item.age), context: Self.context(after: item.after))
        #expect(judgement.verdict.description == item.verdict)
        #expect(judgement.reviewAt == item.reviewAfter.map { RuleCase.began.adding(seconds: $0) })
        #expect(judgement.completedJobs.isEmpty)
    }

    @Test func aLiveJobIsJudgedByItself() throws {
        let job = try Records.job(#"{"metadata":{"namespace":"shop","name":"m","uid":"u"},"spec":{}}"#)
        let judgement = JobRule.judge(
            try Dependency(canonical: "job/shop/m"), jobs: [job], remembered: Self.proof(60),
            context: Self.context(after: 0))
        #expect(judgement.verdict.reason == .notStarted)
    }

    @Test func aJobThatIsBeingDeletedIsRemembered() throws {
        let job = try Records.job(
            #"{"metadata":{"namespace":"shop","name":"m","uid":"u","deletionTimestamp":"2026-11-21T12:00:00Z"}}"#)
        let dependency = try Dependency(canonical: "job/shop/m")
        let context = Self.context(after: 0)
        let proven = JobRule.judge(dependency, jobs: [job], remembered: Self.proof(60), context: context)
        #expect(proven.verdict.reason == .remembered)
        let unproven = JobRule.judge(dependency, jobs: [job], context: context)
        #expect(unproven.verdict.description == "waiting(NotFound): Job shop/m is being deleted")
    }

    @Test func whatThisWaitSawComesFirst() throws {
        var context = Self.context(after: 0)
        context.completedJobs = [CompletedJob(namespace: "shop", name: "m", uid: "u")]
        let judgement = JobRule.judge(
            try Dependency(canonical: "job/shop/m remember=false"), jobs: [], remembered: Self.proof(60),
            context: context)
        #expect(judgement.verdict.reason == .completedEarlier)
        #expect(judgement.completedJobs.map(\.description) == ["shop/m/u"])
    }

    @Test(arguments: [
        ("shop/(app=m)/u", "job/shop/(app=m)", true),
        ("shop/(app.kubernetes.io/name=m)/u", "job/shop/(app.kubernetes.io/name=m)", true),
        ("shop/(app=m)/u", "job/shop/(app=n)", false), ("db/(app=m)/u", "job/shop/(app=m)", false),
        ("shop/m/u", "job/shop/m", true), ("shop/m/u", "job/shop/(app=m)", false),
    ])
    func aMarkOfASelectorIsReadAsItIsWritten(text: String, dependency: String, concerns: Bool) throws {
        let mark = try #require(CompletedJob(text))
        #expect(mark.description == text && mark.uid == "u")
        #expect(try mark.concerns(Dependency(canonical: dependency)) == concerns)
    }

    private static func proof(_ age: Int?) -> RememberedJob {
        RememberedJob(witness: witness, completedAt: age.map { RuleCase.began.adding(seconds: -$0) })
    }

    private static func context(after seconds: Int) -> JudgementContext {
        JudgementContext(
            now: RuleCase.began.adding(seconds: seconds), waitBegan: RuleCase.began, podNamespace: "shop")
    }
}
