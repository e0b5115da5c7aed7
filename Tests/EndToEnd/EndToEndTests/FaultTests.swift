import KubernetesTestKit
import ServerTestKit
import Testing

/// What goes wrong around a wait: it goes on, and nothing passes early.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    @Test func theStatusServerIsKilledMidWaitAndStartedAgain() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
            await world.killServer()
            #expect(await container.line(containing: "no connection to the status server") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            try await world.startServer()
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func theAPIServerIsAwayAtTheStartAndReturns() async throws {
        try await World.run(startsServer: false) { world in
            try world.cluster.put(Manifests.job(condition: "Complete"))
            await world.stopAPIServer()
            try await world.startServer(waitsUntilReady: false)
            let before = try await world.readiness(containing: "[-]gated-pods: it cannot reach the API server")
            #expect(before.hasPrefix("HTTP/1.1 503 "))
            try await world.startAPIServer()
            try await world.waitUntilReady()
            try await world.registerWebhook()
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(await (try world.startInitContainer(of: pod)).exitStatus() == 0)
        }
    }

    @Test func theAPIServerGoesAwayMidWait() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
            await world.stopAPIServer()
            #expect(await container.line(containing: "unknown: ") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            try await world.startAPIServer()
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test(arguments: [WatchFault.drop, .dropMidLine, .gone, .end, .garbage])
    func aWatchBreaksAndTheWaitGoesOn(fault: WatchFault) async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
            #expect(world.cluster.strikeWatches(fault) > 0)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func theHistoryIsGoneAndEverythingIsListedAgain() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
            world.cluster.forgetHistory()
            world.cluster.strikeWatches(.drop)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func aDrainTellsThePodsToMoveAndExitsZero() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
            #expect(await world.stopServer() == 0)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            try await world.startServer()
            #expect(await container.exitStatus() == 0)
        }
    }
}
