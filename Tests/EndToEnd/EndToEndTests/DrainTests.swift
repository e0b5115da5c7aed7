import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

/// Replicas that go away take nothing with them.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DrainTests {
    @Test func aRollingRestartLosesNothing() async throws {
        let drainTime = 4
        let waiting = 300
        try await ReplicaSet.run(3, drainTime: drainTime) { replicas in
            try replicas.api.cluster.put(Manifests.job())
            let pods = try await replicas.createPods(waiting, annotations: ["wait.k8s/for-job": "migrate"])
            let crowd = try WaitCrowd(pods, at: replicas.statusAddress, trust: replicas.trust())
            await crowd.wait { $0.waiting == waiting }
            let admissions = try SteadyAdmissions.start(to: replicas.webhookAddress, trust: replicas.trust())
            for number in 0..<3 {
                try await replicas.start("new-\(number)")
                #expect(await replicas.end("old-\(number)") == 0)
            }
            // Nobody was released while the Job was not complete.
            #expect(crowd.counts.released == 0)
            try replicas.api.cluster.put(Manifests.job(condition: "Complete"))
            await crowd.wait { $0.released == waiting }
            let tally = await admissions.stop()
            let counts = crowd.counts
            print("rolling restart: \(tally); \(counts.moves.count) streams moved, \(counts.breaks) connections broken")
            #expect(tally.lost.prefix(5) == [])
            #expect(counts.released == waiting)
            #expect(counts.failures.prefix(5) == [])
            // Each was told to move at least once, and no fifth of the drain time got more than its share by far.
            #expect(counts.moves.count >= waiting)
            let part = drainTime * 1_000 / 5
            let parts = Dictionary(grouping: counts.moves) { $0 / part }.mapValues(\.count)
            for number in 0..<5 { #expect((10...35).contains(parts[number, default: 0] * 100 / counts.moves.count)) }
            #expect(counts.moves.allSatisfy { 0...(drainTime * 1_000 + part) ~= $0 })
        }
    }

    @Test func everyAnswerOfADrainingReplicaIsItsConnectionsLast() async throws {
        try await World.run(serverOptions: ["--drain-time", "1h"]) { world in
            let process = try world.serverProcess()
            let client = try await world.connectToWebhook()
            try await client.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await !client.readAnswer().contains("Connection: close"))
            process.signal(SIGTERM)
            #expect(try await world.readiness(containing: "HTTP/1.1 503 ").contains("shutting down"))
            // It still serves, on connections old and new.
            try await client.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readToEnd().contains("\r\nConnection: close\r\n"))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(pod.at("spec", "initContainers")?.array?.count == 1)
            process.signal(SIGTERM)
            #expect(await process.exitStatus() == 128 + SIGTERM)
            #expect(process.lines.contains { $0.contains("a second signal: exiting at once") })
        }
    }
}
