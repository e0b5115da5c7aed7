import HTTP1
import HTTPServer
import ServerTestKit
import Testing

/// Slow and silent peers. The times are tiny, and what is waited for is the cut itself.
@Suite("Time-outs", .timeLimit(.minutes(5)))
struct TimeoutTests {
    private static let tiny = Duration.milliseconds(40)

    private static func wait(_ server: TestServer, for timeout: HTTPServerEvent.Timeout) async {
        await server.log.wait { if case .timedOut(timeout, _) = $0 { true } else { false } }
    }

    @Test("a head that does not end gets 408", arguments: TestServer.Security.allCases, ["G", "GET / HTTP/1.1\r\nHos"])
    func header(security: TestServer.Security, part: String) async throws {
        // On a busy machine the time may be up before the first byte has come, and then there is no answer: again, slower.
        for milliseconds in [100, 1_000, 10_000] {
            var limits = HTTPServerLimits.patient
            limits.headerTimeout = .milliseconds(milliseconds)
            var answer = ""
            try await TestServer.run(security, limits: limits, handler: EchoHandler()) { server in
                answer = (try? await server.exchange(part)) ?? ""
                await Self.wait(server, for: .header)
            }
            guard !answer.isEmpty else { continue }
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            return
        }
        Issue.record("no time was long enough for an answer")
    }

    @Test("a head that drips is cut although something always comes", arguments: TestServer.Security.allCases)
    func slowLoris(security: TestServer.Security) async throws {
        var limits = HTTPServerLimits.patient
        limits.headerTimeout = .milliseconds(200)
        limits.lingerTimeout = .zero
        try await TestServer.run(security, limits: limits, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\n")
            let dripping = Task {
                while !Task.isCancelled { try await client.send("X: y\r\n") }
            }
            await server.log.wait { if case .closed = $0 { true } else { false } }
            dripping.cancel()
            _ = await dripping.result
            let isCut = server.log.count { event in
                switch event {
                case .timedOut(.header, _): true
                case .malformed(let error, _): error.status == 431
                default: false
                }
            }
            #expect(isCut == 1)
        }
    }

    @Test("a peer that says nothing is closed without a word", arguments: TestServer.Security.allCases)
    func silent(security: TestServer.Security) async throws {
        var limits = HTTPServerLimits.patient
        limits.headerTimeout = Self.tiny
        try await TestServer.run(security, limits: limits, handler: EchoHandler()) { server in
            let client = try await server.connect()
            #expect(try await client.readToEnd() == "")
            await Self.wait(server, for: .header)
        }
    }

    @Test("a body that does not end gets 408", arguments: TestServer.Security.allCases)
    func body(security: TestServer.Security) async throws {
        var limits = HTTPServerLimits.patient
        limits.bodyTimeout = Self.tiny
        try await TestServer.run(security, limits: limits, handler: EchoHandler()) { server in
            let answer = try await server.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal")
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            await Self.wait(server, for: .body)
            #expect(server.server.counts.requestsInFlight == 0)
        }
    }

    @Test("an idle connection is closed after its last answer", arguments: TestServer.Security.allCases)
    func idle(security: TestServer.Security) async throws {
        var limits = HTTPServerLimits.patient
        limits.idleTimeout = Self.tiny
        try await TestServer.run(security, limits: limits, handler: EchoHandler()) { server in
            let answer = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.hasSuffix("GET / 0\n"))
            await Self.wait(server, for: .idle)
        }
    }

    @Test(
        "a handshake that does not begin, or does not end",
        arguments: [[UInt8](), [0x16, 0x03, 0x01, 0x02, 0x00, 0x01]])
    func handshake(part: [UInt8]) async throws {
        var limits = HTTPServerLimits.patient
        limits.handshakeTimeout = Self.tiny
        try await TestServer.run(.tls, limits: limits, handler: EchoHandler()) { server in
            let client = try await RawClient.connect(to: server.address)
            try await client.send(part)
            await Self.wait(server, for: .handshake)
            // A reset where the time was up before the server had looked at the bytes.
            _ = try? await client.readToEnd()
        }
    }

    @Test("a peer that does not read its answer is cut", arguments: TestServer.Security.allCases)
    func write(security: TestServer.Security) async throws {
        var limits = HTTPServerLimits.patient
        limits.writeTimeout = Self.tiny
        let handler = GateHandler()
        try await TestServer.run(security, limits: limits, handler: handler) { server in
            let client = try await server.connect()
            try await client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n")
            await Self.wait(server, for: .write)
            await handler.gate.arrivals()
            handler.gate.open()
            await server.log.wait { if case .closed = $0 { true } else { false } }
            try await client.close()
        }
    }
}
