import KubernetesClient
import Logging
import Posix
import ServerTestKit
import Testing

/// A webhook port that only API servers reach, since it demands their certificate.
@Suite(.timeLimit(.minutes(5))) struct ClientAuthorityTests {
    private static let review = """
        {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "1",
        "kind": {"group": "", "version": "v1", "kind": "Pod"}, "namespace": "shop", "operation": "CREATE",
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {}, "spec": {"containers": []}}}}
        """

    /// The answer of the webhook to a client with this certificate, or with none; nil where there is no answer.
    private static func answer(of world: World, to identity: TestIdentity?) async throws -> String? {
        var configuration = KubernetesConfiguration(
            server: ServerAddress(host: "127.0.0.1", port: Int(world.webhookAddress.port)),
            trust: .authorities(.file(world.authorityFile)))
        configuration.clientCertificate = identity.map { .init(chain: .bytes($0.chain), privateKey: .bytes($0.key)) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let client = try KubernetesClient(configuration: configuration, logger: logger)
        do {
            let body = try await client.send(
                .init(.post, "/mutate", body: Array(review.utf8)), to: "have a pod reviewed"
            ).body
            return String(decoding: body, as: UTF8.self)
        } catch {
            // Without an answer, not with another one.
            #expect(error.httpStatus == nil, "\(error)")
            return nil
        }
    }

    @Test func onlyClientsOfTheNamedAuthorityAreAnsweredAndItCanBeExchanged() async throws {
        let (former, next) = (try TestIdentity(names: ["api"]), try TestIdentity(names: ["api"]))
        let directory = try TemporaryDirectory()
        let path = try directory.write("clients.pem", former.authority)
        try await World.run(startsServer: false, serverOptions: ["--client-ca", path]) { world in
            try await world.startServer()
            let answer = try await Self.answer(of: world, to: former)
            #expect(answer?.contains(#""allowed":true"#) == true, "\(answer ?? "none")")
            #expect(try await Self.answer(of: world, to: next) == nil)
            #expect(try await Self.answer(of: world, to: nil) == nil)
            // Pods have no such certificate, and the status port asks nobody for one.
            let pod = try await world.connectToStatus()
            try await pod.send("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try await pod.readToEnd().hasPrefix("HTTP/1.1 404 "))
            try directory.write("clients.pem", next.authority)
            try await world.metrics(containing: #"k8s_wait_certificate_reloads_total{outcome="loaded"} 1"#)
            #expect(try await Self.answer(of: world, to: next)?.contains(#""allowed":true"#) == true)
            #expect(try await Self.answer(of: world, to: former) == nil)
        }
    }

    @Test func authoritiesThatCannotBeReadKeepTheServerFromStarting() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("clients.pem", Array("no certificate".utf8))
        try await World.run(startsServer: false, serverOptions: ["--client-ca", path]) { world in
            await #expect(throws: ChildProcess.StartFailure.self) {
                try await world.startServer(waitsUntilReady: false)
            }
        }
    }
}
