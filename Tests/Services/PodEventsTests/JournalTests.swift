import StatusAPI
import Testing

@testable import PodEvents

/// Which Events are written, and when: what happens on the left, what is written on the right.
@Suite struct JournalTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let acts: [JournalScript.Act]
        let lines: [String]
        var judged = 1
        var probes: [String] = []
        var change: @Sendable (inout PodEventSettings) -> Void = { _ in }

        init(_ description: String, _ lines: [String], _ acts: JournalScript.Act...) {
            testDescription = description
            self.lines = lines
            self.acts = acts
        }

        func with(_ judged: Int, probes: [String] = []) -> Row {
            var row = self
            row.judged = judged
            row.probes = probes
            return row
        }

        func set(_ change: @escaping @Sendable (inout PodEventSettings) -> Void) -> Row {
            var row = self
            row.change = change
            return row
        }
    }

    static let waits: [Row] = [
        Row(
            "released at once: nothing was waited for",
            ["0 a DependenciesReady x1: 1 of 1 ready: Service db/d0: EndpointsReady"],
            .begin("a"), .verdict("a", 0, .ready, "EndpointsReady"), .end("a", .released), .wait(60)),
        Row(
            "released before ten seconds are over",
            ["9 a DependenciesReady x1: 1 of 1 ready: Service db/d0: EndpointsReady"],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(9),
            .verdict("a", 0, .ready, "EndpointsReady"), .end("a", .released), .wait(60)),
        Row(
            "told after ten seconds, and the release",
            [
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
                "70 a DependenciesReady x1: 1 of 1 ready: Service db/d0: EndpointsReady",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(70),
            .verdict("a", 0, .ready, "EndpointsReady"), .end("a", .released), .wait(60)),
        Row(
            "told again when other dependencies, or other reasons, stand in the way",
            [
                "10 a WaitingForDependency x1: 0 of 2 ready; waiting for Service db/d0: NoEndpoints; Service db/d1: NotFound",
                "20 a WaitingForDependency x2: 1 of 2 ready; waiting for Service db/d1: NotFound",
                "30 a WaitingForDependency x3: 1 of 2 ready; waiting for Service db/d1: NoEndpoints",
                "40 a WaitingForDependency x4: 1 of 2 ready; waiting for Service db/d1: NoEndpoints",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .verdict("a", 1, .waiting, "NotFound"), .wait(20),
            .verdict("a", 0, .ready, "EndpointsReady"), .wait(10), .verdict("a", 1, .waiting, "NoEndpoints"), .wait(10),
            .verdict("a", 1, .stalled, "NoEndpoints"), .wait(60)
        ).with(2),
        Row(
            "what changes before ten seconds are over is told as it is then",
            ["10 a WaitingForDependency x1: 1 of 2 ready; waiting for Service db/d1: NotFound"],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .verdict("a", 1, .waiting, "NotFound"), .wait(5),
            .verdict("a", 0, .ready, "EndpointsReady"), .wait(60)
        ).with(2),
        Row(
            "only the first three are named",
            [
                "10 a WaitingForDependency x1: 0 of 5 ready; waiting for Service db/d0: N; Service db/d1: N; Service db/d2: N; and 2 more"
            ],
            .begin("a"), .verdict("a", 0, .waiting, "N"), .verdict("a", 1, .waiting, "N"),
            .verdict("a", 2, .waiting, "N"), .verdict("a", 3, .waiting, "N"), .verdict("a", 4, .waiting, "N"), .wait(60)
        ).with(5),
        Row(
            "what cannot be seen for a moment stands as it stood",
            ["10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints"],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(20),
            .verdict("a", 0, .unknown, "APIServerUnreachable"), .wait(20), .verdict("a", 0, .waiting, "NoEndpoints"),
            .wait(20)),
        Row(
            "what may not be seen at all is told",
            [
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
                "20 a WaitingForDependency x2: 0 of 1 ready; waiting for Service db/d0: Forbidden",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(20), .verdict("a", 0, .unknown, "Forbidden"),
            .wait(20)),
        Row(
            "an unchanged wait is told every half hour",
            [
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
                "1810 a WaitingForDependency x2: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
                "3610 a WaitingForDependency x3: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(4000)),
        Row(
            "the container itself asks for something, too",
            [
                "10 a WaitingForDependency x1: 0 of 2 ready; waiting for Service db/d0: NoEndpoints; the container itself asks for TCP address db:1",
                "20 a WaitingForDependency x2: 1 of 2 ready; waiting for TCP address db:1, which the container asks for itself",
                "30 a DependenciesReady x1: 2 of 2 ready: Service db/d0: EndpointsReady; TCP address db:1",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(20),
            .verdict("a", 0, .ready, "EndpointsReady"), .wait(10), .end("a", .released), .wait(9)
        ).with(1, probes: ["TCP address db:1"]),
        Row(
            "the container asks for all of it",
            ["10 a WaitingForDependency x1: waiting for TCP address db:1, which the container asks for itself"],
            .begin("a"), .wait(20)
        ).with(0, probes: ["TCP address db:1"]),
        Row(
            "two containers of one pod, told apart",
            [
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: N",
                "10 a WaitingForDependency x1: container other: 0 of 1 ready; waiting for Service db/d0: N",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "N"), .begin("a/other"), .verdict("a/other", 0, .waiting, "N"),
            .wait(20)),
    ]

    static let endings: [Row] = [
        Row(
            "a circle is told of at once, and no later than its wait",
            [
                "3 a WaitsInCircle x1: shop/a → Service shop/a",
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(3),
            .circle("a", "shop/a → Service shop/a"), .wait(60)),
        Row(
            "a circle that somebody has broken in time",
            ["3 a DependenciesReady x1: 1 of 1 ready: Service db/d0: EndpointsReady"],
            .begin("a"), .wait(3), .verdict("a", 0, .ready, "EndpointsReady"), .circle("a", "shop/a → Service shop/a"),
            .end("a", .released), .circle("a", "shop/a → Service shop/a"), .wait(60)),
        Row(
            "of a circle is told what another replica has not told", ["0 a WaitsInCircle x1: shop/a → Service shop/a"],
            .answer(.unchanged(count: 1)), .circle("b", "nobody waits"), .begin("a"),
            .circle("a", "shop/a → Service shop/a"), .wait(5)),
        Row(
            "a failure", ["5 a DependencyFailed x1: Job shop/migrate has failed"], .begin("a"),
            .verdict("a", 0, .failed, "Failed"), .wait(5), .end("a", .failed("Job shop/migrate has failed")), .wait(60)),
        Row(
            "starting without",
            ["5 a ProceededAfterTimeout x1: the time is over; the pod starts without Service db/d0: NoEndpoints"],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(5), .end("a", .proceeded), .wait(60)),
        Row(
            "the time is over, and the pod fails",
            ["5 a WaitingForDependency x1: timed out: 0 of 1 ready; waiting for Service db/d0: NoEndpoints"],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(5), .end("a", .timedOut), .wait(60)),
        Row(
            "a report of a wait that another replica has served", ["0 a DependenciesReady x1: 1 of 1 ready"],
            .end("a", .released), .wait(60)),
        Row(
            "the same ending reported twice", ["0 a DependenciesReady x1: 1 of 1 ready"],
            .end("a", .released), .wait(30), .end("a", .released), .wait(60)),
        Row(
            "the container runs again",
            [
                "0 a DependenciesReady x1: 1 of 1 ready: Service db/d0: R",
                "30 a DependenciesReady x2: 1 of 1 ready: Service db/d0: R",
            ],
            .begin("a"), .verdict("a", 0, .ready, "R"), .end("a", .released), .wait(30), .begin("a"),
            .verdict("a", 0, .ready, "R"), .end("a", .released), .wait(60)),
        Row(
            "a pod that is gone", [], .begin("a"), .verdict("a", 0, .waiting, "N"), .wait(5), .end("a", .gone),
            .wait(60)),
        Row("nobody has begun", [], .verdict("a", 0, .waiting, "N"), .end("a", .left), .end("b", .gone), .wait(60)),
    ]

    static let reconnections: [Row] = [
        Row(
            "a client that comes back has waited since the beginning; its Event is compared, since another replica may have written it",
            [
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
                "165 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(4), .end("a", .left), .wait(1), .begin("a"),
            .verdict("a", 0, .waiting, "NoEndpoints"), .wait(50), .end("a", .left), .wait(100), .begin("a"),
            .verdict("a", 0, .waiting, "NoEndpoints"), .wait(60)),
        Row(
            "what changed while it was away is told, as if nothing were known of the Event",
            [
                "10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints",
                "30 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NotFound",
            ],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(20), .end("a", .left), .wait(10), .begin("a"),
            .verdict("a", 0, .waiting, "NotFound"), .wait(60)),
        Row(
            "a stream that takes another one's place goes on with its wait",
            ["10 a WaitingForDependency x1: 0 of 1 ready; waiting for Service db/d0: NoEndpoints"],
            .begin("a"), .verdict("a", 0, .waiting, "NoEndpoints"), .wait(9), .begin("a"),
            .verdict("a", 0, .waiting, "NoEndpoints"), .wait(60)),
    ]

    @Test(arguments: waits + endings + reconnections)
    func writes(row: Row) {
        var script = JournalScript(judged: row.judged, probes: row.probes, row.change)
        script.run(row.acts)
        #expect(script.lines == row.lines)
        #expect(script.journal.pendingCount == 0)
    }
}
