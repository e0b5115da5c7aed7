import Dependencies
import Readiness
import Testing

/// One row of a table of a rule: the objects as JSON, what is waited for, when, and what must come out.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let objects: [String]
    let dependency: String
    let nodeName: String?
    let after: Int
    let verdict: String
    let reviewAfter: Int?

    /// A row; times are in seconds after the wait began.
    init(
        _ name: String, _ objects: [String], _ dependency: String, onNode nodeName: String? = "node-a", after: Int = 0,
        _ verdict: String, reviewAfter: Int? = nil
    ) {
        testDescription = name
        self.objects = objects
        self.dependency = dependency
        self.nodeName = nodeName
        self.after = after
        self.verdict = verdict
        self.reviewAfter = reviewAfter
    }

    /// 2026-11-21T12:00:00Z.
    static let began = Timestamp(seconds: 1_795_262_400)

    /// The time that is so many seconds after the wait began, as Kubernetes writes it.
    static func time(_ seconds: Int) -> String { began.adding(seconds: seconds).description }

    /// What the rule is told of the wait; the pod is in namespace shop.
    var context: JudgementContext {
        JudgementContext(
            now: Self.began.adding(seconds: after), waitBegan: Self.began, podNamespace: "shop", nodeName: nodeName)
    }

    /// Checks what a rule said.
    func check(_ judgement: Judgement) {
        #expect(judgement.verdict.description == verdict)
        #expect(judgement.reviewAt == reviewAfter.map { Self.began.adding(seconds: $0) })
        #expect(judgement.completedJobs.isEmpty)
    }
}
