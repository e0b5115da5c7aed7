import HTTP1
import HTTPServer
import KubernetesClient
import Metrics
import ServerTestKit
import StatusAPI
import Testing

@testable import StatusServer

/// The status port over real sockets, in clear and over TLS.
@Suite("Status port", .timeLimit(.minutes(5)))
struct StatusHandlerTests {
    private static func post(_ body: String, type: String = "application/json") -> String {
        "POST /v1/wait HTTP/1.1\r\nHost: s\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let question = post(#"{"namespace":"db","pod":"web","uid":"u1","completedJobs":[]}"#)

    /// No heartbeat comes between two verdicts, however late a busy machine reads them.
    private static var quiet: StatusServerSettings {
        var settings = StatusServerSettings()
        settings.heartbeat = .seconds(3_600)
        return settings
    }

    private static func run(
        _ security: TestServer.Security = .plain, settings: StatusServerSettings = quiet,
        _ body: (TestServer, TestState) async throws -> Void
    ) async throws {
        try await TestState.with(settings: settings) { state in
            await state.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            try await TestServer.run(security, handler: state.handler) { server in try await body(server, state) }
        }
    }

    @Test("a stream from the first verdict to the release", arguments: TestServer.Security.allCases)
    func stream(security: TestServer.Security) async throws {
        try await Self.run(security) { server, state in
            let client = try await server.connect()
            try await client.send(Self.question)
            let head = try await client.read(until: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(head.contains("Content-Type: application/jsonlines\r\n"))
            #expect(head.contains("Transfer-Encoding: chunked\r\n"))
            #expect(try await client.read(until: "\n\r\n").contains(#""reason":"CacheNotSynced""#))
            await state.source.list(.services, TestObjects.service("pg"))
            await state.source.list(.endpointSlices)
            #expect(try await client.read(until: "\n\r\n").contains(#""reason":"NoEndpoints""#))
            await state.source.tell(.endpointSlices, .applied(TestObjects.slice("x", of: "pg", ready: 1)[...]))
            let last = try await client.read(until: "0\r\n\r\n")
            #expect(last.contains(#""state":"ready""#))
            #expect(last.hasSuffix("{\"outcome\":\"released\"}\n\r\n0\r\n\r\n"))
            // The verdict and the release that follows from it are one chunk.
            #expect(last.split(separator: "\r\n").count == 3)
            // The answer to the next request on the connection comes after the release has been counted.
            try await client.send("GET /v1/status?namespace=db&pod=web&uid=u1 HTTP/1.1\r\nHost: s\r\n\r\n")
            let once = try await client.readAnswer()
            #expect(once.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(once.hasSuffix("{\"outcome\":\"released\"}\n"))
            #expect(state.metric("k8s_wait_release_seconds_count") == "1")
            #expect(state.metric("k8s_wait_waiters") == "0")
        }
    }

    @Test("a report is answered 204 after a look at who sends it")
    func report() async throws {
        try await Self.run { server, state in
            let client = try await server.connect()
            for (uid, outcome, status) in [
                ("u1", "proceeded", 204), ("u9", "released", 403), ("u1", "lost", 400), ("u1", "timed-out", 204),
            ] {
                let body = #"{"namespace":"db","pod":"web","uid":"\#(uid)","outcome":"\#(outcome)"}"#
                try await client.send(Self.post(body).replacing("/v1/wait", with: "/v1/report"))
                #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 \(status) "))
            }
            #expect(state.metric(#"k8s_wait_waits_total{outcome="proceeded"}"#) == "1")
            #expect(state.metric(#"k8s_wait_waits_total{outcome="timed-out"}"#) == "1")
            #expect(state.metric(#"k8s_wait_waits_total{outcome="released"}"#) == "0")
        }
    }

    @Test("what is ready already is released in one answer")
    func atOnce() async throws {
        try await Self.run { server, state in
            _ = await state.state.answer(WaitRequest(namespace: "db", pod: "web", uid: "u1"))
            await state.source.list(.services, TestObjects.service("pg"))
            await state.source.list(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 1))
            let client = try await server.connect()
            try await client.send(Self.question)
            let answer = try await client.readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("Content-Length: "))
            #expect(answer.hasSuffix("{\"outcome\":\"released\"}\n"))
        }
    }

    @Test("a peer that goes away leaves", arguments: TestServer.Security.allCases)
    func peerGone(security: TestServer.Security) async throws {
        try await Self.run(security) { server, state in
            for ending in 0..<3 {
                let client = try await server.connect()
                try await Self.begin(client)
                #expect(state.metric("k8s_wait_waiters") == "1")
                switch ending {
                case 0: try await client.close()
                case 1: try await client.reset()
                default: try await client.finishSending()
                }
                while state.metric("k8s_wait_waiters") != "0" { try await Task.sleep(for: .milliseconds(5)) }
            }
            #expect(state.metric(#"k8s_wait_waits_total{outcome="left"}"#) == "3")
        }
    }

    /// Asks, and reads up to the first verdict.
    private static func begin(_ client: RawClient) async throws {
        try await client.send(question)
        _ = try await client.read(until: "\r\n\r\n")
        _ = try await client.read(until: "\n\r\n")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        let status: Int
        let part: String
        var testDescription: String { name }

        init(_ name: String, _ status: Int, _ request: String, _ part: String = "") {
            self.name = name
            self.request = request
            self.status = status
            self.part = part
        }
    }

    static let refusals: [Refusal] = [
        Refusal("another path", 404, "GET / HTTP/1.1\r\nHost: s\r\n\r\n"),
        Refusal("a path below", 404, "GET /v1/wait/x HTTP/1.1\r\nHost: s\r\n\r\n"),
        Refusal("GET on wait", 405, "GET /v1/wait HTTP/1.1\r\nHost: s\r\n\r\n", "Allow: POST\r\n"),
        Refusal(
            "POST on status", 405, "POST /v1/status HTTP/1.1\r\nHost: s\r\nContent-Length: 0\r\n\r\n",
            "Allow: GET, HEAD\r\n"),
        Refusal("no media type", 415, "POST /v1/wait HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n\r\n{}"),
        Refusal("another media type", 415, post("{}", type: "text/plain")),
        Refusal(
            "no length", 411, "POST /v1/wait HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\n\r\n"),
        Refusal(
            "too long", 413,
            "POST /v1/wait HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\nContent-Length: 32769\r\n\r\n"),
        Refusal(
            "too long in chunks", 413,
            "POST /v1/wait HTTP/1.1\r\nHost: s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "9000\r\n" + String(repeating: " ", count: 0x9000)),
        Refusal("no JSON", 400, post("hello"), #"{"outcome":"refused","message":"#),
        Refusal("nothing", 400, post(""), #"{"outcome":"refused""#),
        Refusal("no UID", 400, post(#"{"namespace":"db","pod":"web"}"#), "the question has no uid"),
        Refusal(
            "a type that is spelt otherwise", 400, post("{}", type: "Application/JSON ; charset=utf-8"), "no namespace"),
        Refusal("no query", 400, "GET /v1/status HTTP/1.1\r\nHost: s\r\n\r\n", "no namespace"),
        Refusal("a broken query", 400, "GET /v1/status?uid=%zz HTTP/1.1\r\nHost: s\r\n\r\n", "hexadecimal"),
        Refusal(
            "another UID, once", 403, "GET /v1/status?namespace=db&pod=web&uid=u2 HTTP/1.1\r\nHost: s\r\n\r\n",
            #"{"outcome":"refused","message":"Pod db/web has another UID"#),
        Refusal(
            "another UID", 403, post(#"{"namespace":"db","pod":"web","uid":"u2"}"#),
            #"{"outcome":"refused","message":"Pod db/web has another UID"#),
    ]

    @Test("what is not a question is refused", arguments: refusals)
    func refuses(row: Refusal) async throws {
        var settings = StatusServerSettings()
        settings.identityGrace = .zero
        try await Self.run(settings: settings) { server, state in
            let client = try await server.connect()
            try await client.send(row.request)
            let answer = try await client.readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 \(row.status) "))
            #expect(answer.contains(row.part))
            #expect(state.metric("k8s_wait_waiters") == "0")
            // The next connection is served.
            let next = try await server.connect()
            try await next.send(Self.question)
            #expect(try await next.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("a HEAD of the status is answered without a body")
    func head() async throws {
        try await Self.run { server, _ in
            let answer = try await server.exchange(
                "HEAD /v1/status?namespace=db&pod=web&uid=u1 HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("beyond the limit a peer is told when to come again")
    func limit() async throws {
        var settings = StatusServerSettings()
        settings.maximumWaits = 1
        try await Self.run(settings: settings) { server, state in
            let first = try await server.connect()
            try await Self.begin(first)
            let second = try await server.connect()
            try await second.send(Self.question)
            let answer = try await second.readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("Retry-After: "))
            #expect(answer.contains(#"{"unknown":"#))
            #expect(state.metric(#"k8s_wait_wait_limits_total{limit="tooManyWaits"}"#) == "1")
        }
    }

    @Test("drain tells the streams to move, and those that come late", arguments: TestServer.Security.allCases)
    func drain(security: TestServer.Security) async throws {
        try await Self.run(security) { server, state in
            let client = try await server.connect()
            try await Self.begin(client)
            #expect(await state.state.tellStreamsToMove(over: .seconds(2)) == 1)
            #expect(try await client.read(until: "0\r\n\r\n").contains(#"{"move":"#))
            try await client.send(Self.question)
            #expect(try await client.readAnswer().contains(#"{"move":"#))
        }
    }

    @Test("a new connection of the same pod takes over, the old one ends without a word")
    func takeOver() async throws {
        try await Self.run { server, state in
            let first = try await server.connect()
            try await Self.begin(first)
            let second = try await server.connect()
            try await Self.begin(second)
            #expect(try await first.read(until: "0\r\n\r\n") == "0\r\n\r\n")
            #expect(state.metric(#"k8s_wait_waits_total{outcome="replaced"}"#) == "1")
            #expect(state.metric("k8s_wait_waiters") == "1")
        }
    }
}
