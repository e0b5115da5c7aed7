import EndToEndTestKit
import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// What an API server may do to a waiting pod: it goes on waiting until its dependency is there, without a restart.
@Suite(.timeLimit(.minutes(5))) struct APIServerFaultTests {
    /// A pod that waits for a Job, with its container, which has said so.
    private func waitingContainer(in world: World) async throws -> ChildProcess {
        try world.cluster.put(Manifests.job())
        let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
        let container = try world.startInitContainer(of: pod)
        #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
        return container
    }

    @Test(arguments: [429, 500, 503])
    func everyRequestIsRefusedForAWhile(status: Int) async throws {
        try await World.run { world in
            let container = try await waitingContainer(in: world)
            world.cluster.add(Fault(.status(status, retryAfter: 1)))
            world.cluster.strikeWatches(.drop)
            #expect(await container.line(containing: "unknown: ") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            world.cluster.removeFaults()
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func everyWatchIsToldThatItsVersionIsGoneForAWhile() async throws {
        try await World.run { world in
            let container = try await waitingContainer(in: world)
            world.cluster.add(Fault(.gone, verb: "watch"))
            world.cluster.strikeWatches(.gone)
            #expect(await container.line(containing: "unknown: ") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            world.cluster.removeFaults()
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func nothingIsSentAnyMoreAndConnectionsStayOpen() async throws {
        try await World.run(serverOptions: ["--watch-silence", "1s"]) { world in
            let container = try await waitingContainer(in: world)
            world.cluster.add(Fault(.silence))
            world.cluster.strikeWatches(.silence)
            #expect(await container.line(containing: "unknown: ") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            world.cluster.removeFaults()
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func theCertificateIsOfANewAuthorityAndTheFileFollows() async throws {
        try await inPodLikeWorld { world in
            let container = try await waitingContainer(in: world)
            await world.stopAPIServer()
            try world.api.rotateIdentity()
            try await world.startAPIServer()
            #expect(await container.line(containing: "unknown: ") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            try world.write("api-ca.pem", String(decoding: world.api.identity?.authority ?? [], as: UTF8.self))
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test(arguments: [true, false])
    func theTokenIsRotated(inTime: Bool) async throws {
        try await inPodLikeWorld { world in
            let container = try await waitingContainer(in: world)
            if inTime { try world.write("token", "second") }
            world.cluster.authentication.tokens = ["second": .admin]
            world.cluster.strikeWatches(.end)
            if !inTime { #expect(await container.line(containing: "unknown: ") != nil) }
            try world.cluster.put(Manifests.job(condition: "Complete"))
            if !inTime { try world.write("token", "second") }
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test(.enabled(if: ShiftedClock.isUsable), arguments: [3600, -3600])
    func theWallClockJumps(by seconds: Int) async throws {
        try await World.run(movesClock: true) { world in
            try world.cluster.put(readyPod(for: 60))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-pod": "db uptime=10m"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "but not for 10m yet") != nil)
            try world.clock?.shift(by: seconds)
            // A change, so that it is judged again.
            try world.cluster.put(Manifests.labelled(readyPod(for: 60), "db"))
            let late = try world.startInitContainer(of: pod)
            #expect(await late.line(containing: "but not for 10m yet") != nil)
            try world.cluster.put(readyPod(for: 7200))
            #expect(await container.exitStatus() == 0)
            #expect(await late.exitStatus() == 0)
        }
    }

    private func readyPod(for seconds: Int) -> JSONValue {
        let since = RFC3339.text(Int(WallClock.seconds()) - seconds)
        return [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "db", "namespace": "shop"],
            "spec": ["nodeName": "node-1", "containers": [["name": "db", "image": "db:1"]]],
            "status": [
                "phase": "Running",
                "conditions": [["type": "Ready", "status": "True", "lastTransitionTime": .string(since)]],
            ],
        ]
    }

    /// A world whose server reads token and authority from files, as in a pod.
    private func inPodLikeWorld(_ body: (World) async throws -> Void) async throws {
        try await World.run(startsServer: false) { world in
            world.cluster.authentication.tokens = ["first": .admin]
            try world.write("token", "first")
            try world.write("api-ca.pem", String(decoding: world.api.identity?.authority ?? [], as: UTF8.self))
            try world.write(
                "kubeconfig",
                """
                apiVersion: v1
                kind: Config
                current-context: fake
                contexts: [{name: fake, context: {cluster: fake, user: server}}]
                clusters: [{name: fake, cluster: {server: "\(world.api.url)", certificate-authority: api-ca.pem}}]
                users: [{name: server, user: {tokenFile: token}}]

                """)
            try await world.startServer()
            try await world.registerWebhook()
            try await body(world)
        }
    }
}
