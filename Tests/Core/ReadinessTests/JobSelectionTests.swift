import Dependencies
import Readiness
import Testing

/// Jobs by their labels, either end, and for how long.
@Suite struct JobSelectionTests {
    private static func job(
        _ name: String, _ condition: String? = nil, at seconds: Int? = -60, started: Bool = true, version: String = "1",
        metadata: String = "", namespace: String = "shop"
    ) -> String {
        let time = seconds.map { #","lastTransitionTime":"\#(RuleCase.time($0))""# } ?? ""
        let conditions = condition.map { #"{"type":"\#($0)","status":"True"\#(time)}"# } ?? ""
        let start = started ? #""startTime":"2026-11-21T11:00:00Z","# : ""
        return #"{"metadata":{"namespace":"\#(namespace)","name":"\#(name)","uid":"u-\#(name)",\#(metadata)"#
            + #""labels":{"version":"\#(version)"}},"spec":{"completions":1},"#
            + #""status":{\#(start)"conditions":[\#(conditions)]}}"#
    }

    private static let running = ": 0 of 1 pods succeeded"
    private static let replaced = "waiting until 2026-11-21T12:00:30Z for it to be replaced"
    private static let deleted = #""deletionTimestamp":"2026-11-21T12:00:00Z","#

    static let selected = [
        RuleCase(
            "all complete", [job("a", "Complete"), job("b", "Complete")], "job/shop/(app=m)",
            "ready(Complete): Job shop/(app=m): 2 of 2 complete"),
        RuleCase(
            "one runs", [job("b"), job("a", "Complete")], "job/shop/(app=m)",
            "waiting(Running): Job shop/(app=m): 1 of 2 complete; Job shop/b\(running)"),
        RuleCase(
            "one runs in another namespace", [job("b", namespace: "db"), job("a", "Complete", namespace: "db")],
            "job/db/(app=m)", "waiting(Running): Job db/(app=m): 1 of 2 complete; one of them\(running)"),
        RuleCase("none", [], "job/shop/(app=m)", "waiting(NotFound): no Job in shop matches (app=m)"),
        RuleCase(
            "none but what is being deleted", [job("a", "Complete", metadata: deleted)], "job/shop/(app=m)",
            "waiting(NotFound): no Job in shop matches (app=m) but what is being deleted"),
        RuleCase(
            "one failed, and may be replaced", [job("a", "Failed"), job("b")], "job/shop/(app=m)",
            "waiting(FailedMayBeReplaced): Job shop/(app=m): 0 of 2 complete; Job shop/a failed; \(replaced)",
            reviewAfter: 30),
        RuleCase(
            "one failed for good", [job("a", "Failed"), job("b")], "job/shop/(app=m)", after: 30,
            "failed(Failed): Job shop/(app=m): 0 of 2 complete; Job shop/a failed"),
        RuleCase(
            "min=1 with one complete and one failed", [job("a", "Failed"), job("b", "Complete")],
            "job/shop/(app=m) min=1", after: 60, "ready(Complete): Job shop/(app=m): 1 of 2 complete"),
        RuleCase(
            "min=1 with one failed and one that runs", [job("a", "Failed"), job("b")], "job/shop/(app=m) min=1",
            after: 60, "waiting(Running): Job shop/(app=m): 0 of 2 complete; Job shop/b\(running)"),
        RuleCase(
            "min=1 with all failed", [job("a", "Failed"), job("b", "Failed")], "job/shop/(app=m) min=1", after: 60,
            "failed(Failed): Job shop/(app=m): 0 of 2 complete; Job shop/a failed"),
        RuleCase(
            "min=2 with one there", [job("a", "Complete")], "job/shop/(app=m) min=2",
            "waiting(Running): Job shop/(app=m): 1 of 1 complete, 2 wanted"),
        RuleCase(
            "min=2 of two, one failed", [job("a", "Complete"), job("b", "Failed")], "job/shop/(app=m) min=2", after: 60,
            "failed(Failed): Job shop/(app=m): 1 of 2 complete, 2 wanted; Job shop/b failed"),
        RuleCase(
            "min=all is every one", [job("a", "Complete"), job("b")], "job/shop/(app=m) min=all",
            "waiting(Running): Job shop/(app=m): 1 of 2 complete; Job shop/b\(running)"),
        RuleCase(
            "another release neither holds up nor lets through",
            [job("a", "Failed", version: "0"), job("b", "Complete")],
            "job/shop/(app=m) match=(version=1)", after: 60, "ready(Complete): Job shop/(app=m): 1 of 1 complete"),
        RuleCase(
            "another release only", [job("a", "Complete", version: "0")], "job/shop/(app=m) match=(version=1)",
            "waiting(NotMatching): Job shop/(app=m) does not match (version=1); waiting for one that does"),
    ]

    static let ends = [
        RuleCase(
            "finished by completing", [job("m", "Complete")], "job/shop/m condition=finished",
            "ready(Complete): Job shop/m completed 1m before this wait began"),
        RuleCase(
            "finished by failing", [job("m", "Failed")], "job/shop/m condition=finished",
            "ready(Finished): Job shop/m failed 1m before this wait began, which counts as finished"),
        RuleCase(
            "not finished while its pods end", [job("m", "FailureTarget")], "job/shop/m condition=finished",
            "waiting(FailureTarget): Job shop/m is failing; it is not final until its last pods have ended"),
        RuleCase(
            "all finished, either way", [job("a", "Failed"), job("b", "Complete")],
            "job/shop/(app=m) condition=finished", "ready(Finished): Job shop/(app=m): 2 of 2 finished"),
        RuleCase(
            "not all finished", [job("a", "Failed"), job("b")], "job/shop/(app=m) condition=finished",
            "waiting(Running): Job shop/(app=m): 1 of 2 finished; Job shop/b\(running)"),
        RuleCase(
            "condition=Complete is what is asked anyway", [job("m", "Complete")], "job/shop/m condition=complete",
            "ready(Complete): Job shop/m completed 1m before this wait began"),
    ]

    static let uptime = [
        RuleCase(
            "complete long enough", [job("m", "Complete")], "job/shop/m uptime=1m",
            "ready(Complete): Job shop/m completed 1m before this wait began"),
        RuleCase(
            "complete not long enough", [job("m", "Complete")], "job/shop/m uptime=90s",
            "waiting(TooRecent): Job shop/m ended, but less than 1m30s ago", reviewAfter: 30),
        RuleCase(
            "complete, nobody says when", [job("m", "Complete", at: nil)], "job/shop/m uptime=1s",
            "waiting(TooRecent): Job shop/m ended, but does not say when, which uptime= needs"),
        RuleCase(
            "failed not long enough", [job("m", "Failed")], "job/shop/m condition=finished uptime=90s",
            "waiting(TooRecent): Job shop/m ended, but less than 1m30s ago", reviewAfter: 30),
    ]

    @Test(arguments: selected + ends + uptime)
    func judges(_ item: RuleCase) throws {
        let jobs = try item.objects.map { try Records.job($0) }
        let judgement = JobRule.judge(
            try Dependency(canonical: item.dependency), jobs: jobs, context: item.context)
        #expect(judgement.verdict.description == item.verdict)
        #expect(judgement.reviewAt == item.reviewAfter.map { RuleCase.began.adding(seconds: $0) })
    }

    @Test func whatASelectorSawCompleteStaysDoneOnceItIsGone() throws {
        let dependency = try Dependency(canonical: "job/shop/(app=m)")
        var context = RuleCase("", [], "", "").context
        let both = try [Self.job("a", "Complete"), Self.job("b", "Complete")].map { try Records.job($0) }
        let seen = JobRule.judge(dependency, jobs: both, context: context).completedJobs
        #expect(seen.map(\.description) == ["shop/(app=m)/u-a", "shop/(app=m)/u-b"])
        context.completedJobs = Set(seen)
        let gone = JobRule.judge(dependency, jobs: [], context: context)
        #expect(gone.verdict.description == "ready(Complete): Job shop/(app=m): 2 of 2 complete")
        #expect(gone.completedJobs == seen)
        let anew = JobRule.judge(
            dependency, jobs: [both[0], try Records.job(Self.job("c"))], context: context)
        let text = "waiting(Running): Job shop/(app=m): 2 of 3 complete; Job shop/c\(Self.running)"
        #expect(anew.verdict.description == text)
        let other = JobRule.judge(try Dependency(canonical: "job/shop/(app=n)"), jobs: [], context: context)
        #expect(other.verdict.reason == .notFound)
    }

    @Test(arguments: [("", 16), (" min=20", 20), (" min=1", 16)])
    func marksAreBounded(options: String, count: Int) throws {
        let jobs = try (10..<60).map { try Records.job(Self.job("j\($0)", "Complete")) }
        let judgement = JobRule.judge(
            try Dependency(canonical: "job/shop/(app=m)\(options)"), jobs: jobs,
            context: RuleCase("", [], "", "").context)
        #expect(judgement.verdict.state == .ready && judgement.completedJobs.count == count)
    }
}
