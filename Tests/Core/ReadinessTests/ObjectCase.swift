import Readiness
import Testing

/// One row of a table: an object, what is asked of it, and what must come out.
struct ObjectCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let dependency: String
    let json: String?
    let verdict: String

    init(_ name: String, _ dependency: String, _ json: String?, _ verdict: String) {
        testDescription = name
        self.dependency = dependency
        self.json = json
        self.verdict = verdict
    }

    func check() throws {
        let judgement = try ObjectJudge.judge(dependency, json)
        #expect(judgement.verdict.description == verdict)
    }
}
