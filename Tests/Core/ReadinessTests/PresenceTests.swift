import Dependencies
import Readiness
import Testing

/// What holds for objects of every kind alike: `exists`, `absent`, `optional`, and an object that is not there.
@Suite struct PresenceTests {
    static let dependencies = [
        "service/db/x", "pod/db/x", "job/db/x", "cronjob/db/x", "deployment/db/x", "statefulset/db/x", "daemonset/db/x",
        "pvc/db/x", "crd/x.example.com", "configmap/db/x", "secret/db/x", "node/x", "foo.example.com/db/x",
    ]

    private static let object = #"{"metadata":{"namespace":"db","name":"x"}}"#
    private static let leaving =
        #"{"metadata":{"namespace":"db","name":"x","deletionTimestamp":"2026-11-21T05:39:48Z"}}"#

    @Test func everyKindOfObjectIsHere() throws {
        let kinds = try Self.dependencies.map { try Dependency(canonical: $0).kind }
        let others: Set<DependencyKind> = [.tcp, .http, .dns, .file, .container]
        #expect(Set(kinds) == Set(DependencyKind.allCases).subtracting(others))
    }

    @Test(arguments: dependencies) func exists(text: String) throws {
        let name = try Dependency(canonical: text).displayName
        let asked = "\(text) exists"
        try expect(asked, Self.object, "ready(Exists): \(name) exists")
        try expect(asked, Self.leaving, "waiting(NotFound): \(name) is being deleted")
        try expect(asked, nil, "waiting(NotFound): \(name) does not exist")
    }

    @Test(arguments: dependencies) func absent(text: String) throws {
        let name = try Dependency(canonical: text).displayName
        let asked = "\(text) absent"
        try expect(asked, Self.object, "waiting(StillThere): \(name) is still there")
        try expect(asked, Self.leaving, "waiting(StillThere): \(name) is being deleted, and still there")
        try expect(asked, nil, "ready(Gone): \(name) is not there")
    }

    @Test(arguments: dependencies) func optional(text: String) throws {
        let name = try Dependency(canonical: text).displayName
        let asked = "\(text) optional"
        try expect(asked, nil, "ready(Optional): \(name) is not there, and optional")
        try expect(asked, Self.leaving, "ready(Optional): \(name) is not there, and optional")
        // One that is there is judged as without the option.
        let judged = try ObjectJudge.judge(text, Self.object).verdict
        #expect(try ObjectJudge.judge(asked, Self.object).verdict == judged)
    }

    @Test(arguments: dependencies) func aMissingOneWaits(text: String) throws {
        let name = try Dependency(canonical: text).displayName
        try expect(text, nil, "waiting(NotFound): \(name) does not exist")
        try expect(text, Self.leaving, "waiting(NotFound): \(name) is being deleted")
        #expect(try ObjectJudge.judge(text, nil).reviewAt == ObjectJudge.began.adding(seconds: 60))
    }

    @Test(arguments: ["pvc/shop/dato", "configmap/shop/dato", "foo.example.com/shop/dato"])
    func aMissingOneNamesNearOnesAfterAMinute(text: String) throws {
        let name = try Dependency(canonical: text).displayName
        let judgement = try ObjectJudge.judge(text, nil, after: 60, names: ["data", "other"])
        #expect(judgement.verdict.description == "waiting(NotFound): \(name) does not exist; did you mean data?")
    }

    @Test(arguments: [
        ("a field", "pod/db/x jsonpath={.status.phase}"), ("a condition", "pod/db/x condition=PodScheduled"),
        ("a field of another kind", "foo.example.com/db/x jsonpath={.a}=b"),
    ])
    func fieldsOfAMissingOneAreMissingWithIt(name: String, text: String) throws {
        let object = try Dependency(canonical: text).displayName
        try expect(text, nil, "waiting(NotFound): \(object) does not exist")
        try expect("\(text) optional", nil, "ready(Optional): \(object) is not there, and optional")
    }

    private func expect(_ dependency: String, _ json: String?, _ verdict: String) throws {
        #expect(try ObjectJudge.judge(dependency, json).verdict.description == verdict)
    }
}
