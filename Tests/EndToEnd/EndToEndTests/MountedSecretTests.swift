import ServerTestKit
import Testing

/// Certificates that cert-manager renews, or that somebody swaps: the kubelet exchanges all files of the mounted Secret at
/// once, and the server is not told.
@Suite(.timeLimit(.minutes(5))) struct MountedSecretTests {
    private static func files(_ identity: TestIdentity, certificate: [UInt8]? = nil) -> [String: [UInt8]] {
        ["tls.crt": certificate ?? identity.chain, "tls.key": identity.key, "ca.crt": identity.authority]
    }

    private static func options(_ secret: MountedSecret) -> [String] {
        [
            "--tls-cert", secret.file("tls.crt"), "--tls-key", secret.file("tls.key"),
            "--tls-ca", secret.file("ca.crt"),
        ]
    }

    private static let loaded = #"k8s_wait_certificate_reloads_total{outcome="loaded"}"#
    private static let question = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func aSwapIsServedWithoutARestartAndABadOneKeepsTheOld() async throws {
        let former = try TestIdentity()
        let next = try TestIdentity()
        let secret = try MountedSecret(Self.files(former))
        try await World.run(startsServer: false, serverOptions: Self.options(secret)) { world in
            try await world.startServer()
            let process = try world.serverProcess()
            let client = try await RawClient.connect(to: world.statusAddress, tls: former.clientContext())
            try await client.send(Self.question)
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 404 "))

            // The certificate is of one pair, the key of another.
            try secret.publish(Self.files(former, certificate: next.chain))
            let complaint = await process.line(containing: "the present certificates stay: the new ones cannot be used")
            #expect(complaint?.contains("reason=") == true, "\(complaint ?? "the server has ended")")
            try await world.metrics(containing: "k8s_wait_certificate_files_refused 1")
            #expect(try await world.isServed(trusting: [former.pin]))

            try secret.publish(Self.files(next))
            try await world.metrics(containing: "\(Self.loaded) 1")
            try await world.metrics(containing: "k8s_wait_certificate_files_refused 0")
            #expect(try await world.isServed(trusting: [next.pin]))
            #expect(try await !world.isServed(trusting: [former.pin]))
            // Who was connected before all that still is.
            try await client.send(Self.question)
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 404 "))

            // What the webhook port and new pods are told is of the new authority too.
            let webhook = try await RawClient.connect(to: world.webhookAddress, tls: next.clientContext())
            try await webhook.send(Self.question)
            #expect(try await webhook.readAnswer().hasPrefix("HTTP/1.1 404 "))
        }
    }

    /// As cert-manager fills it for an issuer right below a root: without the root, which gated pods know by its pin.
    @Test func aChainWithoutItsRootIsCompletedFromTheAuthorities() async throws {
        let identity = try TestIdentity()
        let leaf = Array(identity.chain.dropLast(identity.authority.count))
        let secret = try MountedSecret(Self.files(identity, certificate: leaf))
        try await World.run(startsServer: false, serverOptions: Self.options(secret)) { world in
            try await world.startServer()
            #expect(try await world.isServed(trusting: [identity.pin]))
        }
    }

    @Test func aLeafOfAnotherAuthorityKeepsTheServerFromStarting() async throws {
        let (identity, other) = (try TestIdentity(), try TestIdentity())
        var files = Self.files(identity, certificate: Array(identity.chain.dropLast(identity.authority.count)))
        files["ca.crt"] = other.authority
        let secret = try MountedSecret(files)
        try await World.run(startsServer: false, serverOptions: Self.options(secret)) { world in
            await #expect(throws: ChildProcess.StartFailure.self) {
                try await world.startServer(waitsUntilReady: false)
            }
        }
    }
}
