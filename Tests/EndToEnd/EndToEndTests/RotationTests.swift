import KubernetesTestKit
import Posix
import ServerTestKit
import TLS
import Testing

/// Rotations with everything published as it is in a cluster: the API server trusts `caBundle` as it is stored, pods the pins
/// that they were given.
@Suite(.timeLimit(.minutes(5))) struct RotationTests {
    @Test func everyPodIsAdmittedAndAnsweredThroughRotations() async throws {
        try await World.run(
            startsServer: false, isSelfManaged: true, serverOptions: ["--webhook-configuration", "k8s-wait"]
        ) { world in
            try await world.startServer(waitsUntilReady: false)
            try world.putWebhook(caBundle: [])
            try await world.waitUntilReady()
            try world.cluster.put(Manifests.job())
            var waiting: [ChildProcess] = []
            var signers: [[UInt8]] = []
            for _ in 0..<3 {
                let before = try world.authorities()
                signers.append(before.current)
                let asking = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
                let injected = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
                let early = try world.startInitContainer(of: asking)
                #expect(await early.line(containing: "Job shop/migrate has not started yet") != nil)
                let promotion = try await world.certs("rotate", "--yes")
                #expect(promotion.status == 0, "\(promotion.text)")
                try await world.waitUntilServed(by: before.successor)
                // Injected before the promotion, and asks after it.
                let late = try world.startInitContainer(of: injected)
                #expect(await late.line(containing: "Job shop/migrate has not started yet") != nil, "\(late.lines)")
                waiting += [early, late]
                try await world.waitUntilPublished(world.authorities().all)
            }
            #expect(Set(signers).count == 3)
            // The streams that were open before a promotion are open after three.
            try world.cluster.put(Manifests.job(condition: "Complete"))
            for container in waiting { #expect(await container.exitStatus() == 0, "\(container.lines)") }
        }
    }
}
