import EventLoop
import HTTP1
import HTTPServer
import KubernetesTestKit
import Locking
import Posix
import ServerTestKit
import Testing

@Suite("Webhooks called over HTTPS")
struct WebhookCallTests {
    /// A webhook that labels what it is sent, and remembers the heads of its requests.
    final class Labeller: HTTPHandler {
        let heads = Locked<[HTTPRequestHead]>([])
        /// What `/silent` answers after: its end, which comes when the caller has given up.
        let silence = AsyncStream<Never>.makeStream()

        func admit(_ head: HTTPRequestHead) -> BodyPolicy { .read(limit: 1 << 20) }

        func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
            heads.withLock { $0.append(request.head) }
            let uid = (try? JSONValue(json: request.body))?.at("request", "uid") ?? ""
            guard request.head.path != "/silent" else {
                for await _ in silence.stream {}
                return await responder.respond(status: 200)
            }
            guard request.head.path != "/broken" else { return await responder.respond(status: 500) }
            var response = ScriptedWebhook.allow(
                patch: [["op": "add", "path": "/metadata/labels", "value": ["seen": "yes"]]], warnings: ["careful"])
            response["uid"] = uid
            let answer: JSONValue = [
                "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "response": response,
            ]
            await responder.respond(
                status: 200, headers: [("Content-Type", "application/json")], body: answer.compact)
        }
    }

    @Test("by URL: the header fields as recorded, the patch applied, the warning passed on")
    func url() async throws {
        try await Self.run { server, webhook, labeller in
            let port = webhook.address.port
            try Self.register(server, webhook, ["url": .string("https://localhost:\(port)/mutate")])
            let client = try await Self.create(server)
            let answer = try await client.readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 201 Created\r\n"), "\(answer)")
            #expect(answer.contains("Warning: 299 - \"careful\"\r\n"))
            #expect(answer.contains("\"labels\":{\"seen\":\"yes\"}"))
            let head = try #require(labeller.heads.withLock { $0.first })
            #expect(head.method == "POST" && head.target == "/mutate?timeout=30s")
            #expect(head.headers.first("User-Agent") == "kube-apiserver-admission")
            #expect(head.headers.first("Accept") == "application/json, */*")
            #expect(head.headers.first("Content-Type") == "application/json")
            #expect(head.headers.first("Host") == "localhost:\(port)")
        }
    }

    @Test("by Service: the name verified is NAME.NAMESPACE.svc, the address is the one set")
    func service() async throws {
        let identity = try TestIdentity(names: ["hook.wait.svc"], addresses: [])
        let labeller = Labeller()
        let listen = try SocketAddress.parseListen("127.0.0.1:0")
        let loop = try EventLoop.start(name: "webhook")
        let hook = try HTTPServer.start(
            listen: [listen], loops: [loop], tls: try identity.serverContext(), handler: labeller)
        try await ServingTests.run {
            $0.services = ["wait/hook": hook.addresses[0]]
        } body: { server in
            let target: JSONValue = ["namespace": "wait", "name": "hook", "path": "/mutate"]
            let config: JSONValue = [
                "service": target, "caBundle": .string(Base64.encode(identity.authority)),
            ]
            try server.cluster.put(Self.configuration(config))
            let answer = try await Self.create(server).readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 201 Created\r\n"), "\(answer)")
            #expect(labeller.heads.withLock { $0.first }?.headers.first("Host") == "hook.wait.svc")
            // A replica that is gone is called in its turn, and not called once it is taken out.
            let gone = try SocketAddress.parseListen("127.0.0.1:1")
            server.webhooks.setService("wait/hook", at: gone, hook.addresses[0])
            for status in ["500", "201", "500", "201"] {
                #expect(try await Self.create(server).readAnswer().hasPrefix("HTTP/1.1 \(status) "))
            }
            server.webhooks.setService("wait/hook", at: hook.addresses[0])
            #expect(try await Self.create(server).readAnswer().hasPrefix("HTTP/1.1 201 "))
            server.webhooks.setService("wait/hook", at: [])
            #expect(try await Self.create(server).readAnswer().contains("no endpoints available for service"))
        }
        await hook.finish(within: .zero)
        loop.stop()
    }

    @Test(
        "calls that fail",
        arguments: [
            ("https://localhost:PORT/silent", 1, "context deadline exceeded"),
            ("https://localhost:PORT/broken", 30, "status 500"),
            ("https://localhost:1/mutate", 30, "failed to call webhook: Post"),
            ("https://127.0.0.2:PORT/mutate", 30, "failed to call webhook: Post"),
            ("http://localhost:PORT/mutate", 30, "https"),
        ])
    func failures(_ url: String, timeout: Int, _ message: String) async throws {
        try await Self.run { server, webhook, labeller in
            defer { labeller.silence.continuation.finish() }
            let text = url.replacing("PORT", with: String(webhook.address.port))
            try Self.register(server, webhook, ["url": .string(text)], timeout: timeout)
            let answer = try await Self.create(server).readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 500 "))
            #expect(
                answer.contains("failed calling webhook \\\"a.wait.k8s\\\"") && answer.contains(message), "\(answer)")
        }
    }

    @Test("a certificate of another authority is not trusted")
    func untrusted() async throws {
        try await Self.run { server, webhook, labeller in
            let other = try TestIdentity()
            let config: JSONValue = [
                "url": .string("https://localhost:\(webhook.address.port)/mutate"),
                "caBundle": .string(Base64.encode(other.authority)),
            ]
            try server.cluster.put(Self.configuration(config))
            #expect(try await Self.create(server).readAnswer().hasPrefix("HTTP/1.1 500 "))
            #expect(labeller.heads.withLock { $0.isEmpty })
        }
    }

    // MARK: Parts

    private static func run(_ body: (FakeAPIServer, TestServer, Labeller) async throws -> Void) async throws {
        let labeller = Labeller()
        try await TestServer.run(.tls, handler: labeller) { webhook in
            try await ServingTests.run { server in try await body(server, webhook, labeller) }
        }
    }

    private static func register(
        _ server: FakeAPIServer, _ webhook: TestServer, _ config: JSONValue, timeout: Int = 30
    ) throws {
        var config = config
        config["caBundle"] = .string(Base64.encode(webhook.identity?.authority ?? []))
        try server.cluster.put(configuration(config, timeout: timeout))
    }

    private static func configuration(_ config: JSONValue, timeout: Int = 30) -> JSONValue {
        ScriptedWebhook.configuration(["a.wait.k8s"]) { entry in
            entry["clientConfig"] = config
            entry["timeoutSeconds"] = .integer(timeout)
        }
    }

    private static func create(_ server: FakeAPIServer) async throws -> RawClient {
        let client = try await ServingTests.connect(server)
        let pod = #"{"metadata":{"generateName":"a-"},"spec":{"containers":[]}}"#
        try await client.send(
            "POST /api/v1/namespaces/default/pods HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(pod.utf8.count)\r\n\r\n\(pod)")
        return client
    }
}
