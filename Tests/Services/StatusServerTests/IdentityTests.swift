import KubernetesClient
import StatusAPI
import Testing

@testable import StatusServer

/// Who may ask: the live pod is the credential and the question.
@Suite struct IdentityTests {
    typealias Row = WaitRegistryTests.Row

    private static let web = TestObjects.pod("web", uid: "u1")
    private static let pg = TestObjects.service("pg")

    static let rows: [Row] = [
        Row(
            "a pod not seen yet is answered when it appears",
            ["a: unknown", "a: service/db/pg waiting NotFound"]
        ) {
            [.allReady, .ask("a", pod: "web", uid: "u1"), .wait(30), .put(.gatedPods, web)]
        },
        Row("a pod that never appears: its client is to connect again", ["a: unknown", "a: moved"]) {
            [.allReady, .ask("a", pod: "web", uid: "u1"), .wait(59), .wait(1)]
        },
        Row("a wrong UID is refused after the grace, without a word before", ["a: refused"]) {
            [.allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u2"), .wait(2)]
        },
        Row(
            "a pod replaced under its name asks before the watch has told",
            ["b: unknown", "b: service/db/pg waiting NotFound"]
        ) {
            [
                .allReady, .put(.gatedPods, web), .ask("b", pod: "web", uid: "u2"), .drop(.gatedPods, web),
                .put(.gatedPods, TestObjects.pod("web", uid: "u2")),
            ]
        },
        Row(
            "while the former pod is being deleted, its name is unknown",
            ["a: unknown", "a: service/db/pg waiting NotFound"]
        ) {
            [
                .allReady, .put(.gatedPods, TestObjects.pod("web", uid: "u1", deleting: true)),
                .ask("a", pod: "web", uid: "u2"), .wait(20), .put(.gatedPods, TestObjects.pod("web", uid: "u2")),
            ]
        },
        Row("a pod without our container is refused", ["a: refused"]) {
            [
                .allReady, .put(.gatedPods, TestObjects.pod("web", uid: "u1", arguments: nil)),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row("arguments that are no question are refused", ["a: refused"]) {
            [
                .allReady, .put(.gatedPods, TestObjects.pod("web", uid: "u1", arguments: ["for", "servize/db/pg"])),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row("no arguments are refused", ["a: refused"]) {
            [
                .allReady, .put(.gatedPods, TestObjects.pod("web", uid: "u1", arguments: [])),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row("a pod that is being deleted is refused", ["a: refused"]) {
            [
                .allReady, .put(.gatedPods, TestObjects.pod("web", uid: "u1", deleting: true)),
                .ask("a", pod: "web", uid: "u1"),
            ]
        },
        Row("a pod deleted while it waits is refused", ["a: service/db/pg waiting NotFound", "a: refused"]) {
            [.allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"), .drop(.gatedPods, web)]
        },
        Row("a pod that begins to be deleted too", ["a: service/db/pg waiting NotFound", "a: refused"]) {
            [
                .allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"),
                .put(.gatedPods, TestObjects.pod("web", uid: "u1", deleting: true)),
            ]
        },
        Row("a pod that a new list does not mention too", ["a: service/db/pg waiting NotFound", "a: refused"]) {
            [
                .allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"),
                .tell(.gatedPods, [.listing, .listed, .current]),
            ]
        },
        Row(
            "before the pods are listed nobody is known, however long it takes",
            ["a: unknown", "b: unknown", "a: service/db/pg waiting NotFound", "b: unknown", "b: moved"]
        ) {
            [
                .ready([.services, .endpointSlices]), .ask("a", pod: "web", uid: "u1"), .ask("b", pod: "no", uid: "u9"),
                .wait(600), .tell(.gatedPods, [.listing, .applied(web[...]), .listed, .current]), .wait(60),
            ]
        },
        Row(
            "while the pods cannot be watched a new question is unknown, an answered one goes on",
            [
                "a: service/db/pg waiting NoEndpoints", "b: unknown", "a: service/db/pg ready EndpointsReady",
                "a: released",
                "b: service/db/pg ready EndpointsReady", "b: released",
            ]
        ) {
            [
                .allReady, .put(.services, pg), .put(.gatedPods, web, TestObjects.pod("cat", uid: "u2")),
                .ask("a", pod: "web", uid: "u1"), .tell(.gatedPods, [.interrupted(reason: "down")]),
                .ask("b", pod: "cat", uid: "u2"), .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
                .tell(.gatedPods, [.current]),
            ]
        },
        Row(
            "a new connection of the same pod takes the wait over",
            [
                "a: service/db/pg waiting NotFound", "a: replaced", "b: service/db/pg waiting NotFound",
                "b: service/db/pg waiting NoEndpoints",
            ]
        ) {
            [
                .allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"), .ask("b", pod: "web", uid: "u1"),
                .put(.services, pg),
            ]
        },
        Row(
            "with what it has seen complete",
            [
                "a: job/db/mig ready Complete", "a: service/db/pg waiting NotFound",
                "a: job/db/mig ready CompletedEarlier", "a: replaced",
                "b: job/db/mig ready CompletedEarlier", "b: service/db/pg waiting NotFound",
            ]
        ) {
            let job = TestObjects.job("mig", uid: "j1", .complete)
            let pod = TestObjects.pod("web", uid: "u1", arguments: ["for", "job/db/mig", "service/db/pg"])
            return [
                .allReady, .put(.gatedPods, pod), .put(.jobs, job), .ask("a", pod: "web", uid: "u1"),
                .tell(.gatedPods, [.interrupted(reason: "x")]), .drop(.jobs, job),
                .tell(.gatedPods, [.current]), .ask("b", pod: "web", uid: "u1"),
            ]
        },
        Row("a question that repeats itself is asked once", ["a: service/db/pg waiting NotFound", "a: refused"]) {
            let pod = TestObjects.pod("web", uid: "u1", arguments: ["for", "service/db/pg", "service/db/pg"])
            return [.allReady, .put(.gatedPods, pod), .ask("a", pod: "web", uid: "u1"), .drop(.gatedPods, pod)]
        },
        Row("whoever has left is told nothing", ["a: service/db/pg waiting NotFound"]) {
            [.allReady, .put(.gatedPods, web), .ask("a", pod: "web", uid: "u1"), .leave("a"), .put(.services, pg)]
        },
    ]

    @Test(arguments: rows)
    func answers(row: Row) {
        var world = TestWorld()
        world.run(row.steps())
        #expect(world.lines == row.lines)
    }

    @Test func limitsHold() {
        var settings = StatusServerSettings()
        settings.maximumWaits = 3
        settings.maximumUnknownPodsPerPeer = 1
        settings.maximumUnknownPods = 2
        var world = TestWorld(settings: settings)
        world.run([
            .allReady, .put(.gatedPods, Self.web, TestObjects.pod("cat", uid: "u2")),
            .ask("a", pod: "x", uid: "1", peer: "p"), .ask("b", pod: "y", uid: "1", peer: "p"),
            .ask("c", pod: "web", uid: "other", peer: "q"), .ask("d", pod: "z", uid: "1", peer: "r"),
            .ask("e", pod: "web", uid: "u1", peer: "p"), .ask("f", pod: "cat", uid: "u2", peer: "s"),
        ])
        #expect(
            world.lines == [
                "a: unknown", "b: tooManyUnknownPods", "d: tooManyUnknownPods", "e: service/db/pg waiting NotFound",
                "f: tooManyWaits",
            ])
        _ = world.takeLines()
        world.run([.leave("a"), .leave("c"), .ask("g", pod: "x", uid: "1", peer: "p")])
        #expect(world.lines == ["g: unknown"])
        #expect(world.registry.count == 2)
    }

    /// What a question says is kept until its pod is known, so that many long ones of strangers must not fill the memory.
    @Test func whatIsKeptOfUnansweredQuestionsHasALimit() {
        var settings = StatusServerSettings()
        settings.maximumHeldBytes = 100
        var world = TestWorld(settings: settings)
        let long = String(repeating: "j", count: 60)
        world.run([
            .ask("a", pod: "x", uid: "1", completed: [long]), .ask("b", pod: "y", uid: "1", completed: [long]),
            .ask("c", pod: "z", uid: "1", completed: []),
        ])
        #expect(world.takeLines() == ["a: unknown", "b: tooMuchHeld", "c: unknown"])
        world.run([.leave("a"), .ask("d", pod: "y", uid: "1", completed: [long])])
        #expect(world.takeLines() == ["d: unknown"])
        world.run([.tell(.gatedPods, [.listing, .applied(TestObjects.pod("y", uid: "1")[...]), .listed, .current])])
        _ = world.takeLines()
        world.run([.ask("e", pod: "x", uid: "1", completed: [long])])
        #expect(world.takeLines() == ["e: unknown"], "what is known of y has been used")
    }
}
