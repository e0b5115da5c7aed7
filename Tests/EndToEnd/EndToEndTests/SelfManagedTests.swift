import KubernetesTestKit
import Posix
import ServerTestKit
import TLS
import Testing

/// Servers that make their certificates themselves, as they are by default.
@Suite(.timeLimit(.minutes(5))) struct SelfManagedTests {
    @Test func twoReplicasShareOnePairAndKeepBeingServedThroughRotations() async throws {
        let options = [
            "--leaf-lifetime", "4s", "--promote-after", "4s", "--authority-lifetime", "20s",
        ]
        let standstill = try Standstill()
        try await World.run(startsServer: false, isSelfManaged: true, serverOptions: options) { world in
            async let second = world.startReplica()
            try await world.startServer()
            let ports = [world.webhookAddress, world.statusAddress] + [try await second.webhook]
            var promotions: Set<[UInt8]> = []
            while promotions.count < 4 {
                // Published as it is now: nothing but that is trusted.
                let published = try world.authorities()
                promotions.insert(published.current)
                do {
                    for port in ports {
                        let client = try await RawClient.connect(
                            to: port, tls: TLSClientContext(trust: .authorities(published.all)))
                        try await client.send("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 404 "))
                    }
                } catch {
                    // It may have taken so long that they are no longer the ones to be trusted, or that a certificate
                    // has ended before its server could renew it.
                    let isLate = standstill.lasted(longerThan: .seconds(1), since: .now().adding(.seconds(-2)))
                    if try world.authorities().all == published.all, !isLate { throw error }
                }
            }
            await (try await second.process).killAndWait()
        }
    }

    @Test func aPodThatWasInjectedBeforeAPromotionIsAnsweredAfterIt() async throws {
        try await World.run(isSelfManaged: true) { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let early = try world.startInitContainer(of: pod)
            #expect(await early.line(containing: "Job shop/migrate has not started yet") != nil)
            let before = try world.authorities()
            try world.promoteSuccessor()
            // The connection that was open stays, and the new certificate is of the successor.
            try await world.waitUntilServed(by: before.successor)
            let late = try world.startInitContainer(of: pod)
            #expect(await late.line(containing: "Job shop/migrate has not started yet") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await late.exitStatus() == 0)
            #expect(await early.exitStatus() == 0)
            // New pods trust the one that is next.
            try await world.registerWebhook()
            let pins = try world.pins(of: try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"])))
            let after = try Certificate.parse(pem: world.authorities().all)
            #expect(pins == after.map { $0.publicKeyPin.map { hexadecimal($0) }.joined() })
            #expect(pins.count == 3)
        }
    }

    @Test func withoutTheAPIServerThereIsNoCertificateAndReadinessSaysWhy() async throws {
        try await World.run(startsServer: false, isSelfManaged: true) { world in
            await world.stopAPIServer()
            try await world.startServer(waitsUntilReady: false)
            let answer = try await world.readiness(containing: "[-]certificates: cannot talk to")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            // Bound, and closed without a word of TLS.
            let stranger = try await RawClient.connect(to: world.webhookAddress)
            try await stranger.send("x")
            #expect(try await stranger.readToEnd().isEmpty)
            try await world.startAPIServer()
            try await world.waitUntilReady()
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0\(text)" : text
    }
}
