import KubernetesTestKit
import ServerTestKit
import Testing

/// `kubectl wait-for for --direct`: no server of ours, only the API server and a kubeconfig.
@Suite(.timeLimit(.minutes(3))) struct DirectWaitTests {
    private func start(_ world: World, _ arguments: String...) throws -> ChildProcess {
        try ChildProcess.start(
            BuiltProduct.path("kubectl-wait_for"),
            ["for", "--direct", "--kubeconfig", world.file("kubeconfig")] + arguments)
    }

    @Test func waitsUntilAllAreReady() async throws {
        try await World.run(startsServer: false) { world in
            let process = try start(world, "service/db/postgres", "job/shop/migrate")
            #expect(await process.line(containing: "Service db/postgres does not exist") != nil)
            try world.cluster.put(Manifests.service())
            try world.cluster.put(Manifests.slice(isReady: false))
            #expect(await process.line(containing: "Service db/postgres: 0 of 1 endpoints ready") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await process.line(containing: "ready: Job shop/migrate") != nil)
            try world.cluster.put(Manifests.slice(isReady: true))
            #expect(await process.exitStatus() == 0)
            #expect(process.lines.last == "released: all 2 are ready")
        }
    }

    @Test func tellsOfTheEndOfTheTime() async throws {
        try await World.run(startsServer: false) { world in
            let process = try start(world, "service/postgres", "-n", "db", "--timeout", "1s")
            #expect(await process.exitStatus() == 1)
            // What of the cluster has been read by then is for the machine to say.
            #expect(process.lines.last?.hasPrefix("timed out after 1s: ") == true)
        }
    }

    @Test func tellsOfABadKubeconfig() async throws {
        try await World.run(startsServer: false) { world in
            let process = try start(world, "service/postgres", "--context", "nowhere")
            #expect(await process.exitStatus() == 2)
            #expect(process.lines.last?.hasPrefix("Error: ") == true)
        }
    }
}
