import KubernetesClient
import Locking
import Logging
import Metrics
import Testing
import WaitGraph

@testable import LiveGraph

/// Which pods are told of when their clients connect.
@Suite(.timeLimit(.minutes(5))) struct CircleLookoutTests {
    /// A lookout that runs while `body` does.
    private static func run(
        _ body: (GraphFeed, CircleLookout<String>, @escaping @Sendable () -> [String], MetricsRegistry) async throws ->
            Void
    ) async throws {
        let bell = Bell()
        let feed = try GraphFeed(known: bell)
        let told = Locked<[String]>([])
        let metrics = MetricsRegistry()
        let lookout = CircleLookout<String>(
            feed.graph, bell: bell, metrics: metrics, logger: Logger(label: "test")
        ) { pod, text in told.withLock { $0.append("\(pod): \(text)") } }
        let task = Task { await lookout.run() }
        defer { task.cancel() }
        try await body(feed, lookout, { told.withLock { $0 } }, metrics)
    }

    private static func sighting(
        _ name: String = "api-1", in namespace: String = "shop", uid: String = "u1"
    ) -> CircleLookout<String>.Sighting {
        .init(namespace: namespace, name: name, uid: uid, pod: "\(namespace)/\(name) \(uid)")
    }

    private static func seen(_ told: @Sendable () -> [String], count: Int) async throws -> [String] {
        while told().count < count { try await Task.sleep(for: .milliseconds(2)) }
        return told()
    }

    private static let end = "each of them waits for the next, so none of them ever starts"

    @Test func aPodInACircleIsToldOfOnce() async throws {
        try await Self.run { feed, lookout, told, metrics in
            feed.list(gated: try GraphFeed.pods())
            lookout.look(at: [Self.sighting(), Self.sighting("unknown", uid: "u0"), Self.sighting()])
            lookout.look(at: [Self.sighting("postgres-0", in: "db", uid: "u2"), Self.sighting()])
            let lines = try await Self.seen(told, count: 2)
            #expect(
                lines == [
                    "shop/api-1 u1: \(GraphFeed.circle): \(Self.end)",
                    "db/postgres-0 u2: db/postgres → Service shop/api → shop/api → Service db/postgres: \(Self.end)",
                ])
            lookout.look(at: [Self.sighting(), Self.sighting("api-1", uid: "u3")])
            #expect(try await Self.seen(told, count: 3).last?.hasPrefix("shop/api-1 u3: ") == true)
            #expect(String(decoding: metrics.render(), as: UTF8.self).contains("k8s_wait_circles_found_total 3\n"))
        }
    }

    @Test func podsThatConnectBeforeAnythingIsKnownAreLookedAtThen() async throws {
        try await Self.run { feed, lookout, told, _ in
            lookout.look(at: [Self.sighting()])
            feed.list(gated: try GraphFeed.pods())
            #expect(try await Self.seen(told, count: 1).count == 1)
        }
    }

    @Test func nobodyElseIsToldOf() async throws {
        try await Self.run { feed, lookout, told, _ in
            var pods = try GraphFeed.pods()
            pods.append(try GraphFeed.pod("web-1", of: "Deployment/web", in: "shop", "web", waits: "job/shop/migrate"))
            feed.list(gated: pods)
            lookout.look(at: [Self.sighting("web-1", uid: "u5"), Self.sighting()])
            #expect(try await Self.seen(told, count: 1) == ["shop/api-1 u1: \(GraphFeed.circle): \(Self.end)"])
        }
    }

    @Test func sentencesBeginWithThePodsOwnWorkload() throws {
        let feed = try GraphFeed()
        var pods = try GraphFeed.pods()
        pods.append(try GraphFeed.pod("web-1", of: "Deployment/web", in: "shop", "web", waits: "service/shop/api"))
        pods.append(try GraphFeed.pod("own-1", of: "Deployment/own", in: "shop", "own", waits: "service/shop/own"))
        feed.list(gated: pods, services: GraphFeed.services + [GraphFeed.service("own", in: "shop", selects: "own")])
        func sentence(_ pod: String) throws -> String {
            let (workload, answer) = try #require(feed.graph.answer(forPod: pod, in: "shop"))
            guard case .circle(let circle) = answer else { return "none" }
            return CircleLookout<String>.sentence(about: circle, of: workload)
        }
        #expect(try sentence("api-1") == "\(GraphFeed.circle): \(Self.end)")
        #expect(try sentence("web-1") == "shop/web waits for pods that never start: \(GraphFeed.circle)")
        #expect(
            try sentence("own-1")
                == "shop/own → Service shop/own: only these pods themselves bring about what they wait for, "
                + "so none of them ever starts")
    }
}
