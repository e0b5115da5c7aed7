import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

/// Replicas that go away take nothing with them.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DrainTests {
    /// The balancer hears within the drain time that a replica goes, unless the machine stands still: then that says nothing.
    @Test func aRollingRestartLosesNothing() async throws {
        let losses = try await Standstill.judge(isSound: \.isEmpty) {
            try await Self.lossesOfARollingRestart(waiting: 300, drainTime: 4)
        }
        #expect(losses == [])
    }

    /// Replaces three replicas one by one under load, and says what was not as it should have been.
    private static func lossesOfARollingRestart(waiting: Int, drainTime: Int) async throws -> [String] {
        var losses: [String] = []
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
            losses += tally.lost.prefix(5) + counts.failures.prefix(5)
            if counts.released != waiting { losses.append("\(counts.released) of \(waiting) were released") }
            losses += Self.unevenness(of: counts.moves, waiting: waiting, drainTime: drainTime)
        }
        return losses
    }

    /// Each was told to move at least once, and no fifth of the drain time got more than its share by far.
    private static func unevenness(of moves: [Int], waiting: Int, drainTime: Int) -> [String] {
        guard moves.count >= waiting else { return ["\(moves.count) of \(waiting) were told to move"] }
        let part = drainTime * 1_000 / 5
        let parts = Dictionary(grouping: moves) { $0 / part }.mapValues(\.count)
        let shares = (0..<5).map { parts[$0, default: 0] * 100 / moves.count }
        guard shares.allSatisfy((10...35).contains), moves.allSatisfy({ 0...(drainTime * 1_000 + part) ~= $0 }) else {
            return ["the shares of the fifths of the drain time: \(shares)"]
        }
        return []
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
