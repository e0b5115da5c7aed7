import HTTPServer
import Posix
import ServerTestKit
import Testing

@Suite("Drain", .timeLimit(.minutes(5)))
struct DrainTests {
    private static func isClosed(_ event: HTTPServerEvent) -> Bool {
        if case .closed = event { true } else { false }
    }

    @Test(
        "what is in flight is finished, what is idle is closed, nobody else comes in",
        arguments: TestServer.Security.allCases)
    func finish(security: TestServer.Security) async throws {
        let handler = GateHandler()
        try await TestServer.run(security, handler: handler) { server in
            let idle = try await server.connect()
            try await idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await idle.readAnswer().hasSuffix("ok"))
            let busy = try await server.connect()
            try await busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            await handler.gate.arrivals()
            async let finished: Void = server.server.finish(within: .seconds(60))
            #expect(try await idle.readToEnd() == "")
            await #expect(throws: PosixError.self) { _ = try await server.connect() }
            handler.gate.open()
            let answer = try await busy.readToEnd()
            #expect(answer.hasSuffix("waited"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            try await busy.close()
            await finished
            #expect(server.server.counts.connections == 0)
        }
    }

    @Test("idle connections stay until they are told to go", arguments: TestServer.Security.allCases)
    func stages(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readAnswer().hasSuffix("GET /a 0\n"))
            let other = try await server.connect()
            try await other.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await other.readAnswer().hasSuffix("GET /a 0\n"))
            server.server.stopAccepting()
            try await client.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            let last = try await client.readToEnd()
            #expect(last.contains("\r\nConnection: close\r\n"))
            #expect(last.hasSuffix("GET /b 0\n"))
            try await client.close()
            server.server.closeIdle()
            #expect(try await other.readToEnd() == "")
            await server.log.wait(2, for: Self.isClosed)
        }
    }

    @Test(
        "a request that has come to an idle connection unnoticed is answered before that is closed",
        arguments: TestServer.Security.allCases)
    func unnoticed(security: TestServer.Security) async throws {
        let handler = BlockingHandler()
        try await TestServer.run(security, loops: 1, handler: handler) { server in
            let early = try await server.connect()
            let silent = try await server.connect()
            for client in [early, silent] {
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await !client.readAnswer().contains("\r\nConnection: close\r\n"))
            }
            let blocker = try await server.connect()
            try await blocker.send("GET /block HTTP/1.1\r\nHost: a\r\n\r\n")
            await handler.blocked()
            // The request comes in the middle of a turn of the loop that closes idle connections at its end: nobody has
            // looked at it by then.
            let isMidway = Gate()
            handler.blockAgain(isMidway)
            server.server.closeIdle()
            handler.unblock()
            await isMidway.pass()
            try await early.deliver("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            handler.unblock()
            let answer = try await early.readToEnd()
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("ok"))
            #expect(try await silent.readToEnd() == "")
            #expect(try await blocker.readToEnd().hasSuffix("ok"))
        }
    }

    @Test(
        "a stream that does not end is closed when the time is up, and hears of it",
        arguments: TestServer.Security.allCases)
    func abort(security: TestServer.Security) async throws {
        let handler = GateHandler()
        try await TestServer.run(security, handler: handler) { server in
            let client = try await server.connect()
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.read(until: "begun")
            await handler.peerClosed.arrivals()
            await server.server.finish(within: .milliseconds(10))
            await server.log.wait(for: Self.isClosed)
            #expect(try await client.readToEnd() == "\r\n")
        }
    }

    @Test("a connection that waits in the queue when the draining begins is served")
    func queued() async throws {
        try await TestServer.run(.plain, loops: 1, handler: EchoHandler()) { server in
            for _ in 0..<20 {
                let one = try TestServer(.plain, loops: 1, handler: EchoHandler())
                let client = try await RawClient.connect(to: one.address)
                async let finished: Void = one.server.finish(within: .seconds(60))
                try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.readToEnd().hasSuffix("GET /x 0\n"))
                try await client.close()
                await finished
                await one.stop()
            }
        }
    }
}
