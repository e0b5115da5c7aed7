import CoreTestKit
import Dependencies
import Testing
import WaitGraph

/// What is a circle and what is none, and how it is spelt.
struct CircleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let graph: String
        var circles: [String] = []
    }

    static let examples = [
        Example(
            testDescription: "two through their Services",
            graph: """
                Deployment shop/api app=api waits service/db/postgres
                StatefulSet db/postgres app=postgres waits service/shop/api
                Service shop/api app=api
                Service db/postgres app=postgres
                """,
            circles: ["db/postgres → Service shop/api → shop/api → Service db/postgres"]),
        Example(
            testDescription: "a pod that waits for a Service that only it backs",
            graph: """
                Deployment shop/api app=api pods=3 waits service/shop/api
                Service shop/api app=api
                """,
            circles: ["shop/api → Service shop/api"]),
        Example(
            testDescription: "a Service that others back too",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Deployment shop/canary app=api
                Service shop/api app=api
                """),
        Example(
            testDescription: "others that back it are too few",
            graph: """
                Deployment shop/api app=api waits service/shop/api min=2
                Deployment shop/canary app=api
                Service shop/api app=api
                """,
            circles: ["shop/api → Service shop/api"]),
        Example(
            testDescription: "others that back it are scaled to nothing",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Deployment shop/canary app=api pods=0
                Service shop/api app=api
                """,
            circles: ["shop/api → Service shop/api"]),
        Example(
            testDescription: "nobody knows how many pods the others have",
            graph: """
                Deployment shop/api app=api waits service/shop/api min=9
                Deployment shop/canary app=api pods=?
                Service shop/api app=api
                """),
        Example(
            testDescription: "every endpoint, one's own among them",
            graph: """
                Deployment shop/api app=api waits service/shop/api min=all
                Deployment shop/canary app=api
                Service shop/api app=api
                """,
            circles: ["shop/api → Service shop/api"]),
        Example(
            testDescription: "pods that run already are enough",
            graph: """
                Deployment shop/api app=api pods=2 started=1 waits service/shop/api
                Service shop/api app=api
                """),
        Example(
            testDescription: "pods that run already are too few",
            graph: """
                Deployment shop/api app=api pods=2 started=1 waits service/shop/api min=2
                Service shop/api app=api
                """,
            circles: ["shop/api → Service shop/api"]),
        Example(
            testDescription: "mere existence",
            graph: """
                Deployment shop/api app=api waits service/shop/api min=0; service/shop/api exists; pod/shop/(app=api) absent
                Service shop/api app=api
                """),
        Example(
            testDescription: "a Service without a selector",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Service shop/api
                """),
        Example(
            testDescription: "too few pods at all is no circle",
            graph: """
                Deployment shop/api app=api waits service/shop/db min=5
                Deployment shop/db app=db
                Service shop/db app=db
                """),
        Example(
            testDescription: "a Job that waits for what waits for it",
            graph: """
                Deployment shop/api app=api waits job/shop/migrate
                Job shop/migrate job=migrate waits service/shop/api
                Service shop/api app=api
                """,
            circles: ["shop/api → Job shop/migrate → Service shop/api"]),
        Example(
            testDescription: "a Job that has started",
            graph: """
                Deployment shop/api app=api waits job/shop/migrate
                Job shop/migrate job=migrate started=1 waits service/shop/api
                Service shop/api app=api
                """),
        Example(
            testDescription: "Jobs by label, every one of them",
            graph: """
                Deployment shop/api app=api waits job/shop/(set=init)
                Job shop/one [set=init]
                Job shop/two [set=init] waits service/shop/api
                Service shop/api app=api
                """,
            circles: ["shop/api → Job shop/(set=init) → shop/two → Service shop/api"]),
        Example(
            testDescription: "Jobs by label, one of them is enough",
            graph: """
                Deployment shop/api app=api waits job/shop/(set=init) min=1
                Job shop/one [set=init]
                Job shop/two [set=init] waits service/shop/api
                Service shop/api app=api
                """),
        Example(
            testDescription: "pods by label across namespaces",
            graph: """
                Deployment shop/api app=api waits pod/db/(tier=data)
                StatefulSet db/postgres tier=data waits deployment/shop/api
                """,
            circles: ["db/postgres → Deployment shop/api → Pod db/(tier=data)"]),
        Example(
            testDescription: "a pod of a StatefulSet by its name",
            graph: """
                StatefulSet db/postgres app=postgres pods=3 waits pod/db/postgres-0
                """,
            circles: ["db/postgres → Pod db/postgres-0"]),
        Example(
            testDescription: "addresses that are Services",
            graph: """
                Deployment shop/api app=api waits tcp/postgres.db.svc.cluster.local:5432
                StatefulSet db/postgres app=postgres waits http/http://api.shop/healthz
                Service shop/api app=api
                Service db/postgres app=postgres
                """,
            circles: ["db/postgres → Service shop/api → shop/api → Service db/postgres"]),
        Example(
            testDescription: "addresses that are not",
            graph: """
                Deployment shop/api app=api waits tcp/api.example.com:5432; tcp/10.0.0.1:80
                Service shop/api app=api
                """),
        Example(
            testDescription: "three in a ring, and one that only waits for them",
            graph: """
                Deployment a/one app=one waits service/a/two
                Deployment a/three app=three waits service/a/one
                Deployment a/two app=two waits service/a/three
                Deployment a/zero app=zero waits service/a/two
                Service a/one app=one
                Service a/two app=two
                Service a/three app=three
                """,
            circles: ["a/one → Service a/two → a/two → Service a/three → a/three → Service a/one"]),
        Example(
            testDescription: "a chain",
            graph: """
                Deployment a/one app=one waits service/a/two
                Deployment a/two app=two waits service/a/three; service/elsewhere/unknown
                Deployment a/three app=three
                Service a/two app=two
                Service a/three app=three
                """),
        Example(
            testDescription: "a roll-out of its own",
            graph: """
                Deployment shop/api app=api started=1 waits deployment/shop/api condition=rolled-out
                """,
            circles: ["shop/api → Deployment shop/api"]),
        Example(
            testDescription: "a condition of another meaning",
            graph: """
                Deployment shop/api app=api waits deployment/shop/api condition=Progressing; deployment/shop/api condition=Available=False
                """),
    ]

    @Test(arguments: examples) func areFound(_ example: Example) throws {
        let graph = try GraphText(example.graph).graph
        let circles = try #require(graph.circles(limit: 1000))
        #expect(circles.map(\.description) == example.circles)
    }

    @Test func aCircleBeginsWithWhoAsks() throws {
        let graph = try GraphText(Self.examples[0].graph).graph
        let answer = graph.answer(for: WorkloadReference(.deployment, "shop", "api"))
        guard case .circle(let circle) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(circle.description == "shop/api → Service db/postgres → db/postgres → Service shop/api")
        #expect(circle.begun(at: WorkloadReference(.statefulSet, "db", "postgres"))?.canonical == circle.canonical)
        #expect(circle.begun(at: WorkloadReference(.statefulSet, "db", "other")) == nil)
    }

    @Test func whoWaitsForACircleIsToldOfIt() throws {
        let ring = try #require(Self.examples.first { $0.testDescription.hasPrefix("three in a ring") })
        let graph = try GraphText(ring.graph).graph
        guard case .circle(let circle) = graph.answer(for: WorkloadReference(.deployment, "a", "zero")) else {
            Issue.record("no circle")
            return
        }
        #expect(!circle.workloads.contains(WorkloadReference(.deployment, "a", "zero")))
        #expect(circle.canonical.description == ring.circles[0])
    }

    @Test func policiesAddWaits() throws {
        let graph = try GraphText(
            """
            Deployment shop/api app=api waits service/db/postgres
            StatefulSet db/postgres app=postgres
            Service shop/api app=api
            Service db/postgres app=postgres
            """
        ).graph
        let wait = try Dependency(canonical: "service/shop/api")
        let postgres = try #require(graph.number(of: WorkloadReference(.statefulSet, "db", "postgres")))
        #expect(graph.circles(limit: 100) == [])
        let circles = graph.circles(limit: 100) { $0 == postgres ? [wait] : [] }
        #expect(circles?.map(\.description) == ["db/postgres → Service shop/api → shop/api → Service db/postgres"])
    }

    @Test func overTheLimitNothingIsSaid() throws {
        let lines = (0..<50).map { "Deployment a/d\($0) app=d\($0) waits service/a/d\(($0 + 1) % 50)" }
        let services = (0..<50).map { "Service a/d\($0) app=d\($0)" }
        let graph = try GraphText((lines + services).joined(separator: "\n")).graph
        let first = WorkloadReference(.deployment, "a", "d0")
        for limit in [0, 1, 10, 149] { #expect(graph.answer(for: first, limit: limit) == .notKnown) }
        guard case .circle(let circle) = graph.answer(for: first, limit: 150) else {
            Issue.record("no circle")
            return
        }
        #expect(circle.steps.count == 50)
        #expect(graph.circles(limit: 20) == nil)
    }

    @Test func changesAreHeeded() throws {
        var graph = try GraphText(Self.examples[0].graph).graph
        let api = WorkloadReference(.deployment, "shop", "api")
        let postgres = WorkloadReference(.statefulSet, "db", "postgres")
        graph.set(WorkloadNode(postgres, podLabels: ["app": "other"], waits: graph[postgres]?.waits ?? []))
        #expect(graph.answer(for: api) == .none)
        graph.set(WorkloadNode(postgres, podLabels: ["app": "postgres"], waits: graph[postgres]?.waits ?? []))
        #expect(graph.answer(for: api) != .none)
        graph.removeService(namespace: "shop", name: "api")
        #expect(graph.answer(for: api) == .none)
        graph.set(ServiceNode("shop", "api", selector: ["app": "api"]))
        #expect(graph.answer(for: api) != .none)
        graph.remove(postgres)
        #expect(graph.answer(for: api) == .none)
        #expect(graph.answer(for: postgres) == .none)
        #expect(graph.references == [api])
    }

    @Test(arguments: [
        (TimeoutPolicy.fail, TimeLimit.none, 2), (.fail, .seconds(9), 2), (.proceed, .seconds(9), 0),
        (.proceed, .none, 1),
    ])
    func whoProceedsIsHeldByNothing(_ policy: TimeoutPolicy, _ timeout: TimeLimit, _ lasting: Int) throws {
        let question = WaitQuestion(
            dependencies: [
                try Dependency(canonical: "service/a/b"), try Dependency(canonical: "service/a/c timeout=5m"),
            ], timeout: timeout, onTimeout: policy, onFailure: .wait)
        #expect(question.lastingDependencies.count == lasting)
    }
}
