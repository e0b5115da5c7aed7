import HTTPServer
import ServerTestKit
import Testing

@Suite("Streams", .timeLimit(.minutes(5)))
struct StreamTests {
    @Test("pieces are chunks, and the connection goes on", arguments: TestServer.Security.allCases)
    func chunks(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.read(until: "\r\n\r\n").contains("\r\nTransfer-Encoding: chunked\r\n"))
            #expect(try await client.read(until: "0\r\n\r\n") == "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n")
            #expect(try await client.readAnswer().hasSuffix("GET /x 0\n"))
        }
    }

    @Test("HTTP/1.0 gets the bytes and the end of the connection", arguments: TestServer.Security.allCases)
    func old(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let answer = try await server.exchange("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(!answer.contains("chunked"))
            #expect(answer.hasSuffix("\r\n\r\nonetwothree"))
        }
    }

    @Test("a dropped stream is cut off without its last chunk", arguments: TestServer.Security.allCases)
    func cut(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let answer = try await server.exchange("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.hasSuffix("5\r\nbegun\r\n"))
        }
    }

    @Test(
        "a waiting stream hears of its peer's end", arguments: TestServer.Security.allCases,
        ["orderly", "close", "reset"])
    func peerClosed(security: TestServer.Security, how: String) async throws {
        let handler = GateHandler()
        try await TestServer.run(security, handler: handler) { server in
            let client = try await server.connect()
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.read(until: "begun")
            await handler.peerClosed.arrivals()
            switch how {
            case "orderly": try await client.finishSending()
            case "close": try await client.close()
            default: try await client.reset()
            }
            // The handler goes on only when it has heard.
            await server.log.wait { if case .closed = $0 { true } else { false } }
        }
    }
}
