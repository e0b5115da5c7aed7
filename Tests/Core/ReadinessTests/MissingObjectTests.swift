import Dependencies
import Readiness
import Testing

@Suite struct MissingObjectTests {
    private static let began = Timestamp(seconds: 1_000)

    @Test(arguments: [
        ("a misspelling", "job/shop/migrat", ["migrate", "seed"], "; did you mean migrate?"),
        ("neighbours swapped", "job/shop/imgrate", ["migrate"], "; did you mean migrate?"),
        ("a release's name before it", "job/shop/migrate", ["web-migrate", "other"], "; did you mean web-migrate?"),
        ("a revision after it", "job/shop/migrate", ["migrate-7"], "; did you mean migrate-7?"),
        ("more than there is", "job/shop/web-migrate", ["migrate"], "; did you mean migrate?"),
        (
            "nearest first, three at most", "job/shop/migrate",
            ["a-migrate", "b-migrate", "migrata", "migrate1", "migrate2"],
            "; did you mean migrata, migrate1, migrate2?"
        ),
        ("nothing near", "job/shop/migrate", ["seed"], ""),
        ("nothing there", "job/shop/migrate", [], ""),
        ("the name itself, listed a moment too early", "job/shop/migrate", ["migrate"], ""),
        ("another namespace", "job/db/migrat", ["migrate"], ""),
        (
            "another namespace, the name in the pod's own", "job/db/migrate", ["migrate"],
            "; there is shop/migrate: is that meant?"
        ),
    ])
    func namesTheNearOnesAfterAMinute(name: String, dependency: String, names: [String], hint: String) throws {
        let dependency = try Dependency(canonical: dependency)
        let early = JobRule.judge(dependency, jobs: [], context: Self.context(after: 59, names))
        #expect(early.verdict.message == "\(dependency.displayName) does not exist")
        #expect(early.reviewAt == Self.began.adding(seconds: 60))
        let late = JobRule.judge(dependency, jobs: [], context: Self.context(after: 60, names))
        #expect(late.verdict == Verdict(.waiting, .notFound, "\(dependency.displayName) does not exist\(hint)"))
        #expect(late.reviewAt == nil)
    }

    @Test func asksForNamesOfItsOwnKindOnly() throws {
        var context = Self.context(after: 60, [])
        context.namesInPodNamespace = { $0 == .service ? ["postgres"] : ["postgrez"] }
        let judgement = ServiceRule.judge(
            try Dependency(canonical: "service/shop/postgre"), services: [], slices: [], context: context)
        #expect(judgement.verdict.message.hasSuffix("did you mean postgres?"))
    }

    private static func context(after seconds: Int, _ names: [String]) -> JudgementContext {
        JudgementContext(
            now: began.adding(seconds: seconds), waitBegan: began, podNamespace: "shop",
            namesInPodNamespace: { $0 == .job ? names : [] })
    }
}
