import KubernetesTestKit
import Posix
import ServerTestKit
import TLS
import Testing

/// The real server and its MutatingWebhookConfiguration.
@Suite(.timeLimit(.minutes(5))) struct RegistrationTests {
    private static let options = ["--webhook-configuration", "k8s-wait", "--tls-names", "localhost"]
    private static let resource = "mutatingwebhookconfigurations"

    /// Waits until every entry's bundle is this, or is not.
    private static func bundle(in world: World, is wanted: String, _ holds: Bool = true) async throws {
        while true {
            let entries = world.cluster.object(resource, "k8s-wait")?["webhooks"]?.array ?? []
            let bundles = entries.map { $0.at("clientConfig", "caBundle")?.string }
            if !bundles.isEmpty, bundles.allSatisfy({ ($0 == wanted) == holds }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Stores the configuration with this bundle.
    private static func put(_ bundle: String, in world: World) throws {
        let url = "https://localhost:\(world.webhookAddress.port)/mutate"
        try world.cluster.put(Manifests.webhook(url: url, caBundle: bundle))
    }

    @Test func aConfigurationThatArrivesLaterIsPublishedToAndMendedWhenItIsOverwritten() async throws {
        try await World.run(startsServer: false, isSelfManaged: true, serverOptions: Self.options) { world in
            try await world.startServer(waitsUntilReady: false)
            let answer = try await world.readiness(
                containing: "[-]ca-bundle: MutatingWebhookConfiguration k8s-wait does")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            let ours = Base64.encode(try world.authorities().all)
            try Self.put("", in: world)
            try await Self.bundle(in: world, is: ours)
            try await world.waitUntilReady()
            try Self.put(Base64.encode(try TestIdentity().authority), in: world)
            try await Self.bundle(in: world, is: ours)
            // Through the webhook, which the API server verifies by what is stored.
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(pod.at("spec", "initContainers")?.array?.isEmpty == false)
            world.cluster.remove(Self.resource, "k8s-wait")
            _ = try await world.metrics(containing: "k8s_wait_webhook_entries 0")
            try await world.waitUntilReady()
        }
    }

    @Test func certificatesFromFilesAreNeverPublished() async throws {
        try await World.run(startsServer: false, serverOptions: ["--webhook-configuration", "k8s-wait"]) { world in
            try await world.startServer(waitsUntilReady: false)
            let others = Base64.encode(try TestIdentity().authority)
            try Self.put(others, in: world)
            _ = try await world.readiness(containing: "[-]ca-bundle: caBundle of entry annotated.pods.wait.k8s")
            _ = try await world.metrics(containing: "k8s_wait_ca_bundle_drift 1")
            #expect(world.cluster.access.count("patch", Self.resource) == 0)
            try await world.registerWebhook()
            try await world.waitUntilReady()
            _ = try await world.metrics(containing: "k8s_wait_ca_bundle_drift 0")
            try Self.put(others, in: world)
            _ = try await world.metrics(containing: "k8s_wait_ca_bundle_drift 1")
            try await world.waitUntilReady()
            #expect(world.cluster.access.count("patch", Self.resource) == 0)
        }
    }

    @Test func filesThatChangeAreReadAndBadOnesKeepTheOld() async throws {
        try await World.run { world in
            let old = try Certificate.parse(pem: world.read("ca.pem"))
            try world.write("server.pem", "half a certificate")
            _ = try await world.metrics(containing: "k8s_wait_certificate_files_refused 1")
            #expect(try await world.isServed(trusting: old.map(\.publicKeyPin)))
            let next = try TestIdentity()
            try world.write("server.key", String(decoding: next.key, as: UTF8.self))
            try world.write("ca.pem", String(decoding: next.authority, as: UTF8.self))
            try world.write("server.pem", String(decoding: next.chain, as: UTF8.self))
            _ = try await world.metrics(containing: #"k8s_wait_certificate_reloads_total{outcome="loaded"} 1"#)
            _ = try await world.metrics(containing: "k8s_wait_certificate_files_refused 0")
            #expect(try await world.isServed(trusting: [next.pin]))
            #expect(try await !world.isServed(trusting: old.map(\.publicKeyPin)))
        }
    }
}
