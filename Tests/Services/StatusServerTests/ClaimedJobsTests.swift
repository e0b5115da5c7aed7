import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// What a client claims to have seen counts for the stream that claims it; what the server has seen, for the pod's next
/// stream as well. A stranger who knows a pod's UID can ask in its place, but not start it.
@Suite struct ClaimedJobsTests {
    typealias Row = WaitRegistryTests.Row

    private static let both = TestObjects.pod("web", uid: "u1", arguments: ["for", "service/db/pg", "job/db/mig"])
    private static let blocked = "service/db/pg waiting NotFound"

    private static func job(_ uid: String, _ phase: TestObjects.JobPhase, isBeingDeleted: Bool = false) -> [UInt8] {
        TestObjects.job("mig", uid: uid, phase, isBeingDeleted: isBeingDeleted)
    }

    static let rows: [Row] = [
        Row(
            "a mere claim ends with its stream",
            [
                "a: \(blocked)", "a: job/db/mig ready CompletedEarlier",
                "a: replaced", "b: \(blocked)", "b: job/db/mig waiting NotFound",
            ]
        ) { [.ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]), .ask("b", pod: "web", uid: "u1")] },
        Row(
            "the next stream may claim the same again",
            [
                "a: \(blocked)", "a: job/db/mig ready CompletedEarlier",
                "a: replaced", "b: \(blocked)", "b: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [
                .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]),
                .ask("b", pod: "web", uid: "u1", completed: ["db/mig/j1"]),
            ]
        },
        Row(
            "what the server has seen is inherited",
            [
                "a: \(blocked)", "a: job/db/mig ready Complete", "a: job/db/mig ready CompletedEarlier",
                "a: replaced", "b: \(blocked)", "b: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [
                .put(.jobs, job("j1", .complete)), .ask("a", pod: "web", uid: "u1"),
                .drop(.jobs, job("j1", .complete)), .ask("b", pod: "web", uid: "u1"),
            ]
        },
        Row(
            "so is what was claimed first and then seen",
            [
                "a: \(blocked)", "a: job/db/mig ready CompletedEarlier", "a: job/db/mig ready Complete",
                "a: job/db/mig ready CompletedEarlier",
                "a: replaced", "b: \(blocked)", "b: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [
                .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]), .put(.jobs, job("j1", .complete)),
                .drop(.jobs, job("j1", .complete)), .ask("b", pod: "web", uid: "u1"),
            ]
        },
        Row(
            "what was seen goes through a stream that claims something else",
            [
                "a: \(blocked)", "a: job/db/mig ready Complete", "a: job/db/mig ready CompletedEarlier",
                "a: replaced", "b: \(blocked)", "b: job/db/mig ready CompletedEarlier",
                "b: replaced", "c: \(blocked)", "c: job/db/mig ready CompletedEarlier",
                "c: job/db/mig waiting Running",
            ]
        ) {
            [
                .put(.jobs, job("j1", .complete)), .ask("a", pod: "web", uid: "u1"),
                .drop(.jobs, job("j1", .complete)), .ask("b", pod: "web", uid: "u1", completed: ["db/mig/j2"]),
                .ask("c", pod: "web", uid: "u1"), .put(.jobs, job("j2", .active)),
            ]
        },
        Row(
            "nothing is claimed of a Job that is there and not complete",
            ["a: \(blocked)", "a: job/db/mig waiting Running", "a: job/db/mig waiting NotFound"]
        ) {
            [
                .put(.jobs, job("j1", .active)), .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]),
                .put(.jobs, job("j1", .active, isBeingDeleted: true)),
            ]
        },
        Row(
            "a Job on its way out that is complete may be claimed, and was seen",
            [
                "a: \(blocked)", "a: job/db/mig ready CompletedEarlier",
                "a: replaced", "b: \(blocked)", "b: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [
                .put(.jobs, job("j1", .complete, isBeingDeleted: true)),
                .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]), .ask("b", pod: "web", uid: "u1"),
            ]
        },
    ]

    @Test(arguments: rows) func count(row: Row) {
        var world = TestWorld()
        world.run([.allReady, .put(.gatedPods, Self.both)])
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }

    /// The question that is answered once borrows from the pod's stream, and so from nobody's claims.
    @Test func ofAnotherStreamDoNotAnswerAQuestion() {
        var world = TestWorld()
        world.run([
            .allReady, .put(.gatedPods, Self.both),
            .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]),
        ])
        let answer = world.registry.answer(WaitRequest(namespace: "db", pod: "web", uid: "u1"), now: world.now)
        let states = answer.lines.compactMap { line -> DependencyState? in
            if case .verdict(let status) = line { status.state } else { nil }
        }
        #expect(states == [.waiting, .waiting])
    }
}
