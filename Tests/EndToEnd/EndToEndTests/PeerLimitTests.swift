import KubernetesTestKit
import ServerTestKit
import Testing

/// What one peer address may do on the status port of the real server.
@Suite(.timeLimit(.minutes(3))) struct PeerLimitTests {
    @Test func aPeerThatAsksTooOftenIsToldToWaitAndAWaitingPodGetsThrough() async throws {
        try await World.run(serverOptions: ["--peer-limits=request-burst=3,requests-per-second=1"]) { world in
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let client = try await world.connectToStatus()
            var answer = ""
            // The budget fills by itself while this asks, but more slowly than it is asked.
            repeat {
                try await client.send("GET /v1/status?namespace=shop&pod=no&uid=u HTTP/1.1\r\nHost: s\r\n\r\n")
                answer = try await client.readAnswer()
            } while answer.hasPrefix("HTTP/1.1 200 ")
            #expect(answer.hasPrefix("HTTP/1.1 429 "), "\(answer)")
            #expect(answer.contains("\r\nRetry-After: "), "\(answer)")
            // It is of the same address, and asks again by itself until it is answered.
            let container = try world.startInitContainer(of: pod)
            #expect(await container.exitStatus() == 0, "\(container.lines)")
        }
    }

    @Test func theStreamsOfAPeerAreLimited() async throws {
        try await World.run(serverOptions: ["--peer-limits=streams=1"]) { world in
            let first = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let second = try await world.create(Manifests.pod(["wait.k8s/for-job": "other"]))
            let waiting = try world.startInitContainer(of: first)
            #expect(await waiting.line(containing: "waiting: Job shop/migrate") != nil)
            let turnedAway = try world.startInitContainer(of: second)
            #expect(await turnedAway.line(containing: "status 503") != nil, "\(turnedAway.lines)")
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await waiting.exitStatus() == 0)
            try world.cluster.put(Manifests.job("other", condition: "Complete"))
            #expect(await turnedAway.exitStatus() == 0, "\(turnedAway.lines)")
        }
    }
}
