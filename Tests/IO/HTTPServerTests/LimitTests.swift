import HTTPServer
import Posix
import ServerTestKit
import Testing

@Suite("Limits", .timeLimit(.minutes(5)))
struct LimitTests {
    private static let wait = "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func isRefusal(_ event: HTTPServerEvent, _ limit: HTTPServerEvent.Limit) -> Bool {
        if case .refused(limit, _) = event { true } else { false }
    }

    @Test(
        "too many requests in flight: 503 with Retry-After, and the connection goes on",
        arguments: TestServer.Security.allCases)
    func inFlight(security: TestServer.Security) async throws {
        let handler = GateHandler()
        var limits = HTTPServerLimits.patient
        limits.requestsInFlight = 1
        limits.retryAfter = 7
        try await TestServer.run(security, limits: limits, handler: handler) { server in
            let first = try await server.connect()
            try await first.send(Self.wait)
            await handler.gate.arrivals()
            #expect(server.server.counts.requestsInFlight == 1)
            let second = try await server.connect()
            try await second.send(Self.wait)
            let refusal = try await second.readAnswer()
            #expect(refusal.hasPrefix("HTTP/1.1 503 "))
            #expect(refusal.contains("\r\nRetry-After: 7\r\n"))
            #expect(!refusal.contains("Connection: close"))
            handler.gate.open()
            #expect(try await first.readAnswer().hasSuffix("waited"))
            try await second.send(Self.wait)
            #expect(try await second.readAnswer().hasSuffix("waited"))
            #expect(server.log.count { Self.isRefusal($0, .requestsInFlight) } == 1)
        }
    }

    @Test("a stream has left the requests in flight", arguments: TestServer.Security.allCases)
    func streams(security: TestServer.Security) async throws {
        let handler = GateHandler()
        var limits = HTTPServerLimits.patient
        limits.requestsInFlight = 1
        try await TestServer.run(security, limits: limits, handler: handler) { server in
            let streams = [try await server.connect(), try await server.connect()]
            for stream in streams {
                try await stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await stream.read(until: "begun")
            }
            #expect(server.server.counts.requestsInFlight == 0)
        }
    }

    @Test("too many connections: a few get 503, the rest are closed", arguments: TestServer.Security.allCases)
    func connections(security: TestServer.Security) async throws {
        let handler = GateHandler()
        var limits = HTTPServerLimits.patient
        limits.connections = 1
        try await TestServer.run(security, limits: limits, handler: handler) { server in
            let first = try await server.connect()
            try await first.send(Self.wait)
            await handler.gate.arrivals()
            let answer = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.contains("\r\nRetry-After: "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(server.log.count { Self.isRefusal($0, .connections) } == 1)
            // Those that are being refused and say nothing fill the places for refusals.
            var silent: [RawClient] = []
            for _ in 0..<16 { silent.append(try await RawClient.connect(to: server.address)) }
            await server.log.wait(18) { if case .accepted = $0 { true } else { false } }
            let closed = try await RawClient.connect(to: server.address)
            #expect(try await closed.readToEnd() == "")
            handler.gate.open()
            #expect(try await first.readAnswer().hasSuffix("waited"))
            for client in silent { try await client.close() }
            try await first.close()
            await server.log.wait(18) { if case .closed = $0 { true } else { false } }
            #expect(try await server.exchange("GET / HTTP/1.0\r\n\r\n").hasSuffix("ok"))
        }
    }

    @Test("one address cannot take the places of others")
    func perPeer() async throws {
        var limits = HTTPServerLimits.patient
        limits.connectionsPerPeer = 1
        let handler = GateHandler()
        let server = try TestServer(.plain, limits: limits, listen: ":0", handler: handler)
        let four = try #require(SocketAddress(numericHost: "127.0.0.1", port: server.address.port))
        let six = try #require(SocketAddress(numericHost: "::1", port: server.address.port))
        let first = try await RawClient.connect(to: four)
        try await first.send(Self.wait)
        await handler.gate.arrivals()
        let second = try await RawClient.connect(to: four)
        try await second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await second.readToEnd().hasPrefix("HTTP/1.1 503 "))
        let other = try await RawClient.connect(to: six)
        try await other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await other.readAnswer().hasSuffix("ok"))
        #expect(server.log.count { Self.isRefusal($0, .connectionsPerPeer) } == 1)
        handler.gate.open()
        await server.stop()
    }
}
