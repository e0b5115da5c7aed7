import KubernetesClient
import KubernetesTestKit
import LiveGraph
import LiveWorkloads
import Logging
import Testing
import WaitGraph

/// The graph against an API server: what is asked of it, and how changes arrive.
@Suite(.timeLimit(.minutes(5))) struct WatchingTests {
    /// Runs a test with an API server of its own and a graph that watches it; nobody else watches the gated pods, of which
    /// there are none.
    private static func run(
        allows: @escaping Authorizer = { _ in true }, _ body: (FakeAPIServer, LiveGraph) async throws -> Void
    ) async throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        settings.state.createsNamespaces = true
        settings.authorizer = allows
        let api = try FakeAPIServer.start(settings)
        let logger = Logger(label: "test")
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: api.url))
        var watching = WatchSettings()
        watching.shortestForbiddenRest = .milliseconds(1)
        watching.longestForbiddenRest = .milliseconds(1)
        let graph = LiveGraph(
            client: try KubernetesClient(configuration: configuration, logger: logger), settings: watching,
            logger: logger)
        graph.receive(pods: [.listing, .listed, .current], .gated)
        let task = Task { await graph.run() }
        do {
            try await body(api, graph)
        } catch {
            task.cancel()
            await api.stop()
            throw error
        }
        task.cancel()
        await api.stop()
    }

    private static func pod(
        _ name: String, labels: JSONValue = ["app": "api"], phase: String = "Running"
    ) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": "shop", "labels": labels],
            "spec": ["containers": [["name": "c", "image": "i"]]], "status": ["phase": .string(phase)],
        ]
    }

    /// Beside it there is the API server's own.
    private static func service(_ name: String, app: String = "api") -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name), "namespace": "shop"],
            "spec": ["selector": ["app": .string(app)], "ports": [["port": 80]]],
        ]
    }

    @Test func podsComeAndGo() async throws {
        try await Self.run { api, graph in
            try api.cluster.put(Self.pod("before"))
            try await eventually { graph.isKnown && graph.counts.pods == 1 }
            try api.cluster.put(Self.pod("after"))
            try await eventually { graph.counts == (2, 1, 2) }
            // It is gated now, and whoever watches those tells of it.
            try api.cluster.put(Self.pod("after", labels: ["app": "api", "wait.k8s/gated": "true"]))
            try await eventually { graph.counts.pods == 1 }
            try api.cluster.put(Self.pod("after"))
            try await eventually { graph.counts.pods == 2 }
            // It has ended.
            try api.cluster.put(Self.pod("after", phase: "Succeeded"))
            try await eventually { graph.counts.pods == 1 }
            try api.cluster.put(Self.pod("done", phase: "Failed"))
            try api.cluster.put(Self.service("api"))
            try await eventually { graph.counts == (1, 2, 1) }
            #expect(!api.cluster.access.refused.contains { $0.verb == "list" })
        }
    }

    @Test func aServiceThatSelectsOthersEndsTheCircle() async throws {
        try await Self.run { api, graph in
            try api.cluster.put(Self.service("api"))
            try await eventually { graph.isKnown && graph.counts.services == 2 }
            let waiting = try GraphFeed.pod("api-1", of: "Deployment/api", in: "shop", "api", waits: "service/shop/api")
            graph.receive(pods: [.applied(waiting)], .gated)
            func isInCircle() -> Bool {
                if case .circle? = graph.answer(forPod: "api-1", in: "shop")?.answer { true } else { false }
            }
            #expect(isInCircle())
            try api.cluster.put(Self.service("api", app: "other"))
            try await eventually { !isInCircle() }
            try api.cluster.put(Self.service("api"))
            try await eventually { isInCircle() }
            try api.cluster.put(Self.pod("canary"))
            try await eventually { !isInCircle() }
        }
    }

    @Test func whereNothingMayBeListedNothingIsKnown() async throws {
        try await Self.run(allows: { $0.resource != "services" }) { api, graph in
            try await eventually { graph.forbidden == [.services] }
            #expect(!graph.isKnown)
            try api.cluster.put(Self.pod("p"))
            try await eventually { graph.counts.pods == 1 }
            #expect(!graph.isKnown)
        }
    }
}
