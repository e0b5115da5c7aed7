import Dependencies
import Readiness
import Testing

@testable import JobMemory

@Suite("Which dependencies have a memory")
struct RequirementTests {
    @Test(arguments: [
        ("job/shop/migrate", ""), ("job/shop/migrate condition=complete", ""),
        ("job/shop/migrate condition=finished", ""),
        ("job/shop/migrate timeout=5m on-failure=fail uptime=10s", ""), ("job/shop/migrate remember=always", ""),
        ("job/shop/migrate match=(release=7)", "(release=7)"), ("job/shop/migrate match=pod:release", "release=9"),
    ]) func aJobByItsNameThatIsToComplete(text: String, match: String) throws {
        let requirement = try CompletionRequirement(Facts.dependency(text)) { $0 == "release" ? "9" : nil }
        #expect(requirement?.namespace == "shop" && requirement?.job == "migrate" && requirement?.match == match)
    }

    @Test(arguments: [
        "job/shop/(app=migrate)", "service/shop/migrate", "job/shop/migrate exists", "job/shop/migrate absent",
        "job/shop/migrate condition=Failed", "job/shop/migrate condition=Complete=False",
        "job/shop/migrate jsonpath={.status.succeeded}=1", "job/shop/migrate match=pod:missing",
    ]) func nothingElse(text: String) throws {
        #expect(try CompletionRequirement(Facts.dependency(text)) { _ in nil } == nil)
    }

    @Test func norOneThatIsContentWithNone() throws {
        var dependency = try Facts.dependency("job/shop/migrate")
        dependency.options.minimum = .count(0)
        #expect(CompletionRequirement(dependency) { _ in nil } == nil)
    }

    @Test(arguments: [
        ("job/shop/migrate", "migrate", "job-1", true), ("job/shop/migrate remember=always", "migrate", "job-1", true),
        ("job/shop/migrate remember=false", "migrate", "job-1", false), ("job/shop/migrate", "other", "job-1", false),
        ("job/shop/migrate", "migrate", "", false), ("job/shop/(app=migrate)", "(app=migrate)", "job-1", false),
    ]) func whatAWaitHasSeen(text: String, job: String, uid: String, isOfUse: Bool) throws {
        let sighting = try Sighting(
            of: CompletedJob(namespace: "shop", name: job, uid: uid),
            completedAt: Timestamp(seconds: 1_795_239_674, nanoseconds: 5), for: Facts.dependency(text),
            by: Facts.replicaSet(), label: { _ in nil })
        #expect((sighting != nil) == isOfUse)
        guard let sighting else { return }
        #expect(sighting.isShared == text.hasSuffix("always"))
        #expect(sighting.completedAt == Timestamp(seconds: 1_795_239_674), "the record keeps seconds")
    }
}
