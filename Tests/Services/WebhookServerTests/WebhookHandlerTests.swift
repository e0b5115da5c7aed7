import Admission
import CoreTestKit
import Locking
import Logging
import Metrics
import ServerTestKit
import Testing
import WaitGraph
import WebhookServer

/// The webhook over the wire, in clear and over TLS: what it reads, what it refuses, what it counts and logs.
@Suite struct WebhookHandlerTests {
    private let registry = MetricsRegistry()
    private let log = LogRecorder()

    private func handler(
        _ settings: AdmissionSettings = WebhookRequests.settings, bodyLimit: Int = WebhookHandler.defaultBodyLimit
    ) -> WebhookHandler {
        WebhookHandler(settings: settings, bodyLimit: bodyLimit, registry: registry, logger: log.logger(.debug))
    }

    private var metrics: String { String(decoding: registry.render(), as: UTF8.self) }

    private func body(of answer: String) -> String {
        answer.firstRange(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) } ?? ""
    }

    @Test(arguments: TestServer.Security.allCases) func answersAReview(security: TestServer.Security) async throws {
        let review = try WebhookRequests.review("010-create-pods-my-api-57b6f7c45f")
        let expected = Admission(WebhookRequests.settings).review(Array(review.utf8).span)
        try await TestServer.run(security, handler: handler()) { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                try await client.send(WebhookRequests.post(review))
                let answer = try await client.readAnswer()
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.lowercased().contains("content-type: application/json\r\n"))
                #expect(body(of: answer) == String(decoding: expected.body, as: UTF8.self))
            }
        }
        #expect(metrics.contains(#"k8s_wait_admission_requests_total{outcome="injected"} 3"#))
        #expect(metrics.contains("k8s_wait_admission_seconds_count 3"))
    }

    @Test func readsChunkedBodiesAndHonoursExpectation() async throws {
        let review = try WebhookRequests.review("050-create-pods-dry")
        let half = review.index(review.startIndex, offsetBy: review.count / 2)
        let chunks = [review[..<half], review[half...]].map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }
        try await TestServer.run(.plain, handler: handler()) { server in
            let client = try await server.connect()
            try await client.send(
                WebhookRequests.head(
                    "POST /mutate HTTP/1.1", type: "application/json", "Transfer-Encoding: chunked",
                    "Expect: 100-continue"))
            #expect(try await client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 Continue"))
            try await client.send(chunks.joined() + "0\r\n\r\n")
            #expect(try await client.readAnswer().contains(#""allowed":true"#))
        }
    }

    static let refused: [(name: String, request: String, status: String, field: String)] = [
        ("another path", WebhookRequests.post("{}", path: "/"), "404 Not Found", ""),
        ("a longer path", WebhookRequests.post("{}", path: "/mutate/pods"), "404 Not Found", ""),
        ("another case", WebhookRequests.post("{}", path: "/Mutate"), "404 Not Found", ""),
        ("GET", WebhookRequests.head("GET /mutate HTTP/1.1", type: nil), "405 Method Not Allowed", "allow: post"),
        (
            "PUT", WebhookRequests.head("PUT /mutate HTTP/1.1", "Content-Length: 0"), "405 Method Not Allowed",
            "allow: post"
        ),
        ("HEAD", WebhookRequests.head("HEAD /mutate HTTP/1.1", type: nil), "405 Method Not Allowed", "allow: post"),
        ("no length", WebhookRequests.head(), "411 Length Required", ""),
        (
            "no type", WebhookRequests.head(type: nil, "Content-Length: 2") + "{}", "415 Unsupported Media Type",
            "accept: application/json"
        ),
        ("YAML", WebhookRequests.post("{}", type: "application/yaml"), "415 Unsupported Media Type", ""),
        (
            "a longer type", WebhookRequests.post("{}", type: "application/json-patch+json"),
            "415 Unsupported Media Type", ""
        ),
        ("text", WebhookRequests.post("{}", type: "text/plain; application/json"), "415 Unsupported Media Type", ""),
        (
            "two types",
            WebhookRequests.head("POST /mutate HTTP/1.1", "Content-Type: text/plain", "Content-Length: 2") + "{}",
            "415 Unsupported Media Type", ""
        ),
        (
            "compressed",
            WebhookRequests.head("POST /mutate HTTP/1.1", "Content-Encoding: gzip", "Content-Length: 2") + "{}",
            "415 Unsupported Media Type", ""
        ),
        (
            "too long", WebhookRequests.head("POST /mutate HTTP/1.1", "Content-Length: 4097"), "413 Content Too Large",
            ""
        ),
        (
            "too long in chunks",
            WebhookRequests.head("POST /mutate HTTP/1.1", "Transfer-Encoding: chunked") + "1001\r\n"
                + String(repeating: " ", count: 4097) + "\r\n0\r\n\r\n", "413 Content Too Large", ""
        ),
        ("no JSON", WebhookRequests.post("{"), "400 Bad Request", "content-type: text/plain"),
        ("no review", WebhookRequests.post("{}"), "400 Bad Request", "content-type: text/plain"),
        ("empty", WebhookRequests.post(""), "400 Bad Request", "content-type: text/plain"),
    ]

    /// Each on a connection of its own, and the next connection is served.
    @Test(arguments: TestServer.Security.allCases) func refusesWhatIsNoReview(security: TestServer.Security)
        async throws
    {
        try await TestServer.run(security, handler: handler(bodyLimit: 4096)) { server in
            for (name, request, status, field) in Self.refused {
                let client = try await server.connect()
                try await client.send(request)
                let head = try await client.read(until: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 \(status)\r\n"), "\(name)")
                #expect(field.isEmpty || head.lowercased().contains(field), "\(name)")
            }
            let client = try await server.connect()
            try await client.send(WebhookRequests.post(try WebhookRequests.review("050-create-pods-dry")))
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 200 OK"))
        }
        #expect(metrics.contains(#"k8s_wait_admission_requests_total{outcome="malformed"} 3"#))
    }

    @Test(arguments: [
        "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json \t;x",
    ])
    func takesJSONHoweverItIsWritten(type: String) async throws {
        let review = try WebhookRequests.review("050-create-pods-dry")
        try await TestServer.run(.plain, handler: handler()) { server in
            let client = try await server.connect()
            try await client.send(WebhookRequests.post(review, type: type))
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func otherSettingsHoldFromTheNextReview() async throws {
        let review = try WebhookRequests.review("050-create-pods-dry")
        let handler = handler()
        var settings = WebhookRequests.settings
        settings.image = "registry.example/k8s-wait:2"
        try await TestServer.run(.plain, handler: handler) { server in
            let client = try await server.connect()
            for settings in [WebhookRequests.settings, settings] {
                handler.apply(settings)
                try await client.send(WebhookRequests.post(review))
                let expected = Admission(settings).review(Array(review.utf8).span)
                #expect(body(of: try await client.readAnswer()) == String(decoding: expected.body, as: UTF8.self))
            }
        }
    }

    @Test func everyOutcomeIsCountedFromTheStart() {
        _ = handler()
        for outcome in AdmissionAnswer.Outcome.allCases {
            #expect(metrics.contains(#"k8s_wait_admission_requests_total{outcome="\#(outcome.rawValue)"} 0"#))
        }
    }

    @Test func logsOneLineAReviewWithoutAnnotations() async throws {
        let injected = try WebhookRequests.review("010-create-pods-my-api-57b6f7c45f")
        let denied = injected.replacing(#"redis","wait.k8s/timeout""#, with: #"redis prt=1","wait.k8s/timeout""#)
        try await TestServer.run(.plain, handler: handler()) { server in
            let client = try await server.connect()
            for review in [injected, denied, "{}"] {
                try await client.send(WebhookRequests.post(review))
                _ = try await client.readAnswer()
            }
        }
        let lines = log.lines
        #expect(lines.map(\.level) == [.debug, .info, .info])
        #expect(lines.map { $0.metadata["outcome"] } == ["injected", "denied", "malformed"])
        #expect(lines.map { $0.metadata["object"] } == ["shop/my-api-57b6f7c45f-", "shop/my-api-57b6f7c45f-", ""])
        #expect(lines.first?.metadata["reason"] == nil)
        #expect(lines.dropFirst().first?.metadata["reason"]?.contains("redis prt=1") == true)
        for line in lines {
            #expect(!"\(line)".contains("db/postgres"))
        }
    }

    @Test func aQuieterLoggerGetsOnlyRefusals() async throws {
        let handler = WebhookHandler(
            settings: WebhookRequests.settings, registry: registry, logger: log.logger(.info))
        try await TestServer.run(.plain, handler: handler) { server in
            let client = try await server.connect()
            for review in [try WebhookRequests.review("050-create-pods-dry"), "{}"] {
                try await client.send(WebhookRequests.post(review))
                _ = try await client.readAnswer()
            }
        }
        #expect(log.lines.map(\.level) == [.info])
    }

    @Test func circlesAreAskedForAndCounted() async throws {
        var graph = WaitGraph()
        graph.set(try GraphText.workload("StatefulSet db/postgres app=postgres waits deployment/shop/my-api"))
        graph.set(ServiceNode("db", "postgres", selector: ["app": "postgres"]))
        var settings = WebhookRequests.settings
        settings.circles = .deny
        let known = Locked<WaitGraph?>(nil)
        let handler = WebhookHandler(
            settings: settings, circles: { node in known.withLock { $0?.answer(supposing: node) ?? .notKnown } },
            registry: registry, logger: log.logger(.debug))
        try await TestServer.run(.plain, handler: handler) { server in
            let client = try await server.connect()
            for isKnown in [false, true] {
                known.withLock { $0 = isKnown ? graph : nil }
                try await client.send(
                    WebhookRequests.post(try WebhookRequests.review("010-create-pods-my-api-57b6f7c45f")))
                let answer = try await client.readAnswer()
                #expect(answer.contains("shop/my-api → Service db/postgres → db/postgres") == isKnown)
            }
        }
        #expect(log.lines.map { $0.metadata["circle"] } == ["not-known", "denied"])
        let text = metrics
        #expect(text.contains("k8s_wait_admission_circles_total{outcome=\"denied\"} 1"))
        #expect(text.contains("k8s_wait_admission_circles_total{outcome=\"not-known\"} 1"))
        #expect(text.contains("k8s_wait_admission_circles_total{outcome=\"warned\"} 0"))
    }
}
