import Dependencies
import Readiness
import Testing

@testable import StatusServer

/// What a client carries from one connection to the next comes back to the dependency that it was told for.
@Suite struct CompletionMemoryTests {
    @Test(arguments: [
        ("a name", ["job/db/mig"], ["db/mig/u"], "job/db/mig", ["db/mig/u"]),
        (
            "a selector", ["job/db/(app.kubernetes.io/name=mig)"], ["db/(app.kubernetes.io/name=mig)/u"],
            "job/db/(app.kubernetes.io/name=mig)", ["db/(app.kubernetes.io/name=mig)/u"]
        ),
        ("another selector", ["job/db/(app=a)", "job/db/(app=b)"], ["db/(app=a)/u"], "job/db/(app=b)", []),
        ("another namespace", ["job/db/mig", "job/shop/mig"], ["shop/mig/u"], "job/db/mig", []),
        ("what the pod does not wait for", ["job/db/mig"], ["db/other/u"], "job/db/other", []),
        ("a UID alone, of the only Job", ["job/db/mig", "service/db/pg"], ["u"], "job/db/mig", ["db/mig/u"]),
        ("a UID alone, of one of two", ["job/db/mig", "job/db/seed"], ["u"], "job/db/mig", []),
        ("asked for twice", ["job/db/mig", "job/db/mig match=(a=b)"], ["db/mig/u"], "job/db/mig", []),
        ("a Service of that name", ["job/db/mig", "service/db/mig"], ["db/mig/u"], "service/db/mig", []),
        ("no mark at all", ["job/db/mig"], ["db//u", "", "a/b/c/d"], "job/db/mig", []),
    ])
    func belongsToItsDependency(
        name: String, asked: [String], told: [String], of dependency: String, expected: [String]
    ) throws {
        let memory = CompletionMemory(told, try WaitQuestion(arguments: ["for"] + asked))
        #expect(memory[try Dependency(canonical: dependency)].map(\.description) == expected)
    }
}
