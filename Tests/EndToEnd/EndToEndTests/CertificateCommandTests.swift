import KubernetesTestKit
import Posix
import ServerTestKit
import TLS
import Testing

/// `k8s-wait-server certs` beside a server that runs.
@Suite(.timeLimit(.minutes(5))) struct CertificateCommandTests {
    private static let options = ["--webhook-configuration", "k8s-wait"]

    /// A world whose server makes its certificates and keeps `caBundle`, ready.
    private static func run(_ body: (World) async throws -> Void) async throws {
        try await World.run(startsServer: false, isSelfManaged: true, serverOptions: options) { world in
            try await world.startServer(waitsUntilReady: false)
            try world.putWebhook(caBundle: [])
            try await world.waitUntilReady()
            try await body(world)
        }
    }

    @Test func inspectShowsWhatIsServedAndPublishedAndWhoTrustsIt() async throws {
        try await Self.run { world in
            _ = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let (webhook, status) = (world.webhookAddress.description, world.statusAddress.description)
            let result = try await world.certs("inspect", "--address", webhook, "--address", status, "--output=json")
            #expect(result.status == 0, "\(result.text)")
            let report = try JSONValue(json: Array(result.text.utf8))
            #expect(report["problems"]?.array?.isEmpty == true)
            let published = try Certificate.parse(pem: world.authorities().all).map { hexadecimal($0.publicKeyPin) }
            let authorities = report.at("secret", "authorities")?.array ?? []
            #expect(authorities.map { $0["role"]?.string } == ["current", "successor"])
            #expect(authorities.map { $0["pin"]?.string } == published)
            // Each port shows a leaf of its own and the authority that signed it.
            let served = report["served"]?.array ?? []
            #expect(served.map { $0["address"]?.string } == [webhook, status])
            #expect(served.allSatisfy { $0["certificates"]?.array?.last?["pin"]?.string == published.first })
            let entry = report.at("configuration", "entries")?.array?.first
            #expect(entry?["caBundle"]?.array?.map { $0["pin"]?.string } == published)
            #expect(entry?["served"]?.array?.map { $0["trusted"] } == [.boolean(true), .boolean(true)])
            #expect(report.at("pods", "starting") == 1)
            #expect(report.at("pods", "stranded")?.array?.isEmpty == true)

            let text = try await world.certs("inspect", "--address", webhook)
            #expect(text.status == 0)
            #expect(text.lines.contains("    trusts what \(webhook) shows"), "\(text.text)")
            #expect(text.lines.last == "Nothing is wrong.")
        }
    }

    @Test func inspectSaysWhatIsWrongAndFails() async throws {
        try await World.run { world in
            // Certificates come from files here, so nobody mends this.
            try world.putWebhook(caBundle: TestIdentity().authority)
            let dead = try HeldPort()
            let result = try await world.certs(
                "inspect", "--address", world.webhookAddress.description, "--address", dead.address.description)
            #expect(result.status == 1)
            #expect(result.text.contains("Secret k8s-wait/k8s-wait-authorities: there is none."), "\(result.text)")
            #expect(result.text.contains("does not trust \(world.webhookAddress): "), "\(result.text)")
            #expect(result.text.contains("  \(dead.address) shows no certificate: "), "\(result.text)")
            _ = dead
            world.cluster.remove("mutatingwebhookconfigurations", "k8s-wait")
            let without = try await world.certs("inspect")
            #expect(without.status == 1)
            #expect(without.lines.last == "  MutatingWebhookConfiguration k8s-wait does not exist.", "\(without.text)")
            #expect(try await world.certs("inspect", "--webhook-configuration", "none").status == 0)
        }
    }

    @Test func rotateListsWhoWouldBeStrandedAndWaitsForAYes() async throws {
        try await Self.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let name = "shop/\(pod.at("metadata", "name")?.string ?? "")"
            let first = try world.authorities()
            let question = try await world.certs("rotate")
            #expect(question.status == 1)
            #expect(question.text.contains("0 of the 1 gated pods that are starting"), "\(question.text)")
            #expect(try world.authorities().current == first.current)
            let promotion = try await world.certs("rotate", "--yes")
            #expect(promotion.status == 0, "\(promotion.text)")
            #expect(try world.authorities().current == first.successor)
            #expect(try world.authorities().all.count > first.all.count, "the former one is trusted as well")
            try await world.waitUntilServed(by: first.successor)
            // The pod knows the one that signs now, and not the one that will.
            let second = try await world.certs("rotate")
            #expect(second.text.contains("1 of the 1 gated pods that are starting"), "\(second.text)")
            #expect(second.lines.contains("  \(name)"), "\(second.text)")
            #expect(second.text.contains("The last promotion was at"), "\(second.text)")
            #expect(try world.authorities().current == first.successor)
            let container = try world.startInitContainer(of: pod)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0, "\(container.lines)")
            // Once it has been answered, only a restart of its node would strand it.
            try world.setInitContainerEnded(pod, exitCode: 0)
            let third = try await world.certs("rotate")
            #expect(third.text.contains("0 of the 0 gated pods that are starting"), "\(third.text)")
            #expect(third.text.contains("1 that have started do not either"), "\(third.text)")
        }
    }

    @Test func rotateSaysWhenThereIsNothingToRotate() async throws {
        try await World.run { world in
            let result = try await world.certs("rotate", "--yes")
            #expect(result.status == 1)
            #expect(result.text.contains("there is no Secret k8s-wait/k8s-wait-authorities"), "\(result.text)")
        }
    }

    @Test(arguments: [["rotate", "--leaf-lifetime", "0s"], ["inspect", "--address", "nowhere"], ["renew"]])
    func whatIsNoCommandIsRefused(arguments: [String]) async throws {
        let process = try ChildProcess.start(BuiltProduct.path("k8s-wait-server"), ["certs"] + arguments)
        #expect(await process.exitStatus() == 64)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
