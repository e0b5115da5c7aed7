import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// Sequences of events, and what the streams are told.
@Suite struct WaitRegistryTests {
    typealias Step = TestWorld.Step

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let steps: @Sendable () -> [Step]
        let lines: [String]
        var testDescription: String { name }

        init(_ name: String, _ lines: [String], _ steps: @escaping @Sendable () -> [Step]) {
            self.name = name
            self.lines = lines
            self.steps = steps
        }
    }

    private static let web = TestObjects.pod("web", uid: "u1")
    private static let both = TestObjects.pod("web", uid: "u1", arguments: ["for", "service/db/pg", "job/db/mig"])
    private static let failing = TestObjects.pod(
        "web", uid: "u1", arguments: ["for", "job/db/mig", "service/db/pg", "--on-failure=fail"])
    private static let pg = TestObjects.service("pg")

    static let release: [Row] = [
        Row(
            "released by the event itself",
            [
                "a: service/db/pg waiting NotFound", "a: service/db/pg waiting NoEndpoints",
                "a: service/db/pg waiting EndpointsNotReady", "a: service/db/pg ready EndpointsReady", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"), .put(.services, pg),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 0, notReady: 1)),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
            ]
        },
        Row("released at once", ["a: service/db/pg ready EndpointsReady", "a: released"]) {
            [
                .allReady, .put(.gatedPods, web), .put(.services, pg),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row(
            "all must be ready at the same moment",
            [
                "a: service/db/pg ready EndpointsReady",
                "a: job/db/mig waiting Running", "a: service/db/pg waiting EndpointsNotReady",
                "a: job/db/mig ready Complete",
                "a: service/db/pg ready EndpointsReady", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.services, pg),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
                .put(.jobs, TestObjects.job("mig", uid: "j1", .active)), .ask("a", pod: "web", uid: "u1"),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 0, notReady: 1)),
                .put(.jobs, TestObjects.job("mig", uid: "j1", .complete)),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
            ]
        },
        Row(
            "a batch is one snapshot: ready and gone again within it releases nobody",
            ["a: service/db/pg waiting NoEndpoints", "a: service/db/pg waiting EndpointsNotReady"]
        ) {
            [
                .allReady, .put(.gatedPods, web), .put(.services, pg), .ask("a", pod: "web", uid: "u1"),
                .put(
                    .endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1),
                    TestObjects.slice("pg-1", of: "pg", ready: 0, notReady: 1)),
            ]
        },
        Row("an unchanged verdict is not told again", ["a: service/db/pg waiting NoEndpoints"]) {
            [
                .allReady, .put(.gatedPods, web), .put(.services, pg), .ask("a", pod: "web", uid: "u1"),
                .put(.services, pg), .put(.services, pg), .put(.gatedPods, web),
            ]
        },
        Row(
            "a slice that moves to another Service is judged for both",
            [
                "a: service/db/pg waiting NoEndpoints",
                "b: service/db/my ready EndpointsReady", "b: released", "a: service/db/pg ready EndpointsReady",
                "a: released",
            ]
        ) {
            [
                .allReady,
                .put(
                    .gatedPods, web,
                    TestObjects.pod("cat", uid: "u2", arguments: ["for", "service/db/my"])),
                .put(.services, pg, TestObjects.service("my")), .ask("a", pod: "web", uid: "u1"),
                .put(.endpointSlices, TestObjects.slice("x", of: "my", ready: 1)), .ask("b", pod: "cat", uid: "u2"),
                .put(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 1)),
            ]
        },
        Row(
            "a deleted Service is waited for again",
            [
                "a: service/db/pg ready EndpointsReady",
                "a: job/db/mig waiting NotFound", "a: service/db/pg waiting NotFound",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.services, pg),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)), .ask("a", pod: "web", uid: "u1"),
                .drop(.services, pg),
            ]
        },
    ]

    static let doubt: [Row] = [
        Row(
            "nothing is known before the first list is complete",
            [
                "a: service/db/pg unknown CacheNotSynced",
                "a: service/db/pg ready EndpointsReady", "a: released",
            ]
        ) {
            [
                .ready([.gatedPods]), .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"),
                .tell(.services, [.listing, .applied(pg[...]), .listed, .current]),
                .tell(
                    .endpointSlices,
                    [.listing, .applied(TestObjects.slice("pg-1", of: "pg", ready: 1)[...]), .listed]),
                .tell(.endpointSlices, [.current]),
            ]
        },
        Row(
            "an interrupted watch is never a reason to pass",
            [
                "a: service/db/pg waiting NoEndpoints",
                "a: service/db/pg unknown APIServerUnreachable", "a: service/db/pg ready EndpointsReady", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, web), .put(.services, pg), .ask("a", pod: "web", uid: "u1"),
                .tell(.endpointSlices, [.interrupted(reason: "refused")]),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
                .tell(.endpointSlices, [.current]),
            ]
        },
        Row(
            "while a collection is listed again, what it says releases nobody",
            [
                "a: service/db/pg ready EndpointsReady",
                "a: job/db/mig waiting Running", "a: job/db/mig ready Complete", "a: released",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.services, pg),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
                .put(.jobs, TestObjects.job("mig", uid: "j1", .active)), .ask("a", pod: "web", uid: "u1"),
                .tell(.endpointSlices, [.listing]), .put(.jobs, TestObjects.job("mig", uid: "j1", .complete)),
                .tell(
                    .endpointSlices,
                    [.applied(TestObjects.slice("pg-1", of: "pg", ready: 1)[...]), .listed, .current]),
            ]
        },
        Row(
            "what a new list does not mention is gone",
            [
                "a: service/db/pg ready EndpointsReady",
                "a: job/db/mig waiting NotFound", "a: service/db/pg waiting NoEndpoints",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.services, pg),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)), .ask("a", pod: "web", uid: "u1"),
                .tell(.endpointSlices, [.listing, .listed, .current]),
            ]
        },
        Row(
            "a forbidden kind is waited for, aloud",
            [
                "a: service/db/pg waiting Forbidden",
                "a: service/db/pg waiting NotFound",
            ]
        ) {
            [
                .ready([.gatedPods, .services]), .put(.gatedPods, web),
                .tell(.endpointSlices, [.forbidden("cannot list endpointslices")]), .ask("a", pod: "web", uid: "u1"),
                .ready([.endpointSlices]),
            ]
        },
        Row(
            "an object that cannot be read is unknown",
            [
                "a: service/db/pg waiting NoEndpoints",
                "a: service/db/pg unknown Unreadable",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, web), .put(.services, pg), .ask("a", pod: "web", uid: "u1"),
                .put(.services, Array(#"{"metadata":{"namespace":"db","name":"pg"},"spec":[]}"#.utf8)),
            ]
        },
        Row(
            "a collection that is no longer watched is unknown",
            [
                "a: service/db/pg waiting NoEndpoints",
                "a: service/db/pg unknown CacheNotSynced",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, web), .put(.services, pg), .ask("a", pod: "web", uid: "u1"),
                .forget(.endpointSlices),
            ]
        },
    ]

    static let jobs: [Row] = [
        Row(
            "a failed Job may be replaced, then fails the wait by itself",
            [
                "a: job/db/mig waiting FailedMayBeReplaced",
                "a: service/db/pg waiting NotFound", "a: job/db/mig failed Failed", "a: failed",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, failing), .put(.jobs, TestObjects.job("mig", uid: "j1", .failed)),
                .ask("a", pod: "web", uid: "u1"), .wait(29), .wait(1),
            ]
        },
        Row(
            "on-failure=wait only shows it",
            [
                "a: service/db/pg waiting NotFound",
                "a: job/db/mig waiting FailedMayBeReplaced", "a: job/db/mig failed Failed",
                "a: job/db/mig waiting Running",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.jobs, TestObjects.job("mig", uid: "j1", .failed)),
                .ask("a", pod: "web", uid: "u1"), .wait(40), .put(.jobs, TestObjects.job("mig", uid: "j2", .active)),
            ]
        },
        Row(
            "an item's on-failure wins over the pod's",
            [
                "a: job/db/mig on-failure=fail waiting FailedMayBeReplaced",
                "a: service/db/pg waiting NotFound", "a: job/db/mig on-failure=fail failed Failed", "a: failed",
            ]
        ) {
            [
                .allReady,
                .put(
                    .gatedPods,
                    TestObjects.pod(
                        "web", uid: "u1",
                        arguments: ["for", "job/db/mig on-failure=fail", "service/db/pg", "--on-failure=wait"])),
                .put(.jobs, TestObjects.job("mig", uid: "j1", .failed)), .ask("a", pod: "web", uid: "u1"), .wait(30),
            ]
        },
        Row(
            "a completed Job stays done when it is deleted",
            [
                "a: service/db/pg waiting NotFound",
                "a: job/db/mig ready Complete", "a: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.jobs, TestObjects.job("mig", uid: "j1", .complete)),
                .ask("a", pod: "web", uid: "u1"), .drop(.jobs, TestObjects.job("mig", uid: "j1", .complete)),
            ]
        },
        Row(
            "a Job created anew is judged by itself",
            [
                "a: service/db/pg waiting NotFound",
                "a: job/db/mig ready Complete", "a: job/db/mig waiting Running",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .put(.jobs, TestObjects.job("mig", uid: "j1", .complete)),
                .ask("a", pod: "web", uid: "u1"), .put(.jobs, TestObjects.job("mig", uid: "j2", .active)),
            ]
        },
        Row(
            "across reconnects by what the client says",
            [
                "a: service/db/pg waiting NotFound",
                "a: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, both), .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]),
            ]
        },
        Row(
            "a UID alone is enough for the only Job",
            [
                "a: service/db/pg waiting NotFound",
                "a: job/db/mig ready CompletedEarlier",
            ]
        ) {
            [.allReady, .put(.gatedPods, both), .ask("a", pod: "web", uid: "u1", completed: ["j1"])]
        },
        Row(
            "a UID alone is a guess among several",
            ["a: job/db/mig waiting NotFound", "a: job/db/seed waiting NotFound"]
        ) {
            [
                .allReady,
                .put(.gatedPods, TestObjects.pod("web", uid: "u1", arguments: ["for", "job/db/mig", "job/db/seed"])),
                .ask("a", pod: "web", uid: "u1", completed: ["j1"]),
            ]
        },
        Row(
            "another Job's completion is not taken",
            ["a: service/db/pg waiting NotFound", "a: job/db/mig waiting NotFound"]
        ) {
            [
                .allReady, .put(.gatedPods, both),
                .ask("a", pod: "web", uid: "u1", completed: ["db/seed/j1", "x/mig/j1"]),
            ]
        },
        Row(
            "which of two dependencies on one Job was met is not known",
            [
                "a: job/db/mig waiting NotFound",
                "a: job/db/mig match=pod:version waiting NotFound",
            ]
        ) {
            [
                .allReady,
                .put(
                    .gatedPods,
                    TestObjects.pod(
                        "web", uid: "u1",
                        arguments: ["for", "job/db/mig", "job/db/mig match=pod:version"])),
                .ask("a", pod: "web", uid: "u1", completed: ["db/mig/j1"]),
            ]
        },
        Row(
            "a pod whose label changes is judged by the new one",
            [
                "a: job/db/mig match=pod:version waiting NotMatching",
                "a: job/db/mig match=pod:version ready Complete", "a: released",
            ]
        ) {
            let pod = { (version: String) in
                TestObjects.pod(
                    "web", uid: "u1", arguments: ["for", "job/db/mig match=pod:version"], labels: ["version": version])
            }
            return [
                .allReady, .put(.gatedPods, pod("1")),
                .put(.jobs, TestObjects.job("mig", uid: "j1", .complete, labels: ["version": "2"])),
                .ask("a", pod: "web", uid: "u1"), .put(.gatedPods, pod("2")),
            ]
        },
        Row(
            "match=pod compares each pod's own label",
            [
                "a: job/db/mig match=pod:version ready Complete", "a: released",
                "b: job/db/mig match=pod:version waiting NotMatching",
                "c: job/db/mig match=pod:version waiting PodLabelMissing",
                "b: job/db/mig match=pod:version ready Complete", "b: released",
            ]
        ) {
            let pod = { (name: String, uid: String, labels: [String: String]) in
                TestObjects.pod(name, uid: uid, arguments: ["for", "job/db/mig match=pod:version"], labels: labels)
            }
            return [
                .allReady,
                .put(
                    .gatedPods, pod("one", "u1", ["version": "1", "x": "y"]), pod("two", "u2", ["version": "2"]),
                    pod("none", "u3", [:])),
                .put(.jobs, TestObjects.job("mig", uid: "j1", .complete, labels: ["version": "1"])),
                .ask("a", pod: "one", uid: "u1"), .ask("b", pod: "two", uid: "u2"), .ask("c", pod: "none", uid: "u3"),
                .put(.jobs, TestObjects.job("mig", uid: "j2", .complete, labels: ["version": "2"])),
            ]
        },
    ]

    @Test(arguments: release + doubt + jobs)
    func tells(row: Row) {
        var world = TestWorld()
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }

    @Test func aJobsLineSaysWhatToRepeat() throws {
        var world = TestWorld()
        let uid = "9a68f0c2-0000-4000-8000-0123456789ab"
        world.run([
            .allReady, .put(.gatedPods, Self.both), .put(.jobs, TestObjects.job("mig", uid: uid, .complete)),
        ])
        let (_, actions) = try world.begin(pod: "web", uid: "u1")
        let told = actions.compactMap { action -> [String]? in
            guard case .show(_, _, let line) = action, line.status.state == .ready else { return nil }
            return line.status.completedJobs
        }
        #expect(told == [["db/mig/\(uid)"]])
    }
}
