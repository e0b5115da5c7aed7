import HTTPServer
import ServerTestKit
import Testing

@Suite("Requests", .timeLimit(.minutes(5)))
struct RequestTests {
    static let post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"

    @Test("a request is answered, and the next on the same connection", arguments: TestServer.Security.allCases)
    func keepAlive(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                try await client.send(Self.post)
                let answer = try await client.readAnswer()
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.contains("\r\nDate: "))
                #expect(!answer.contains("Connection:"))
                #expect(answer.hasSuffix("\r\n\r\nPOST /x 5\nhello"))
            }
            #expect(server.server.counts.connections == 1)
        }
    }

    @Test("requests sent ahead are answered in order", arguments: TestServer.Security.allCases)
    func pipelined(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let paths = (0..<100).map { index in index % 7 == 0 ? "/yield" : "/\(index)" }
            let client = try await server.connect()
            try await client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for path in paths {
                let answer = try await client.readAnswer()
                #expect(answer.hasSuffix(path == "/yield" ? "yielded" : "GET \(path) 0\n"))
            }
        }
    }

    @Test("bytes may come one at a time", arguments: TestServer.Security.allCases)
    func dribble(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            for byte in Self.post.utf8 { try await client.send([byte]) }
            #expect(try await client.readAnswer().hasSuffix("POST /x 5\nhello"))
        }
    }

    @Test("a chunked body is put together", arguments: TestServer.Security.allCases)
    func chunked(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
            try await client.send(
                "lo\r\n6;x=y\r\n world\r\n0\r\nTrailer: x\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readAnswer().hasSuffix("POST /x 11\nhello world"))
            #expect(try await client.readAnswer().hasSuffix("GET /next 0\n"))
        }
    }

    @Test("a large body both ways", arguments: TestServer.Security.allCases)
    func large(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let body = String(repeating: "0123456789abcdef", count: 65_536)
            let client = try await server.connect()
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(try await client.readAnswer().hasSuffix("POST /x 1048576\n\(body)"))
        }
    }

    @Test("HEAD gets the head of GET's answer and no body", arguments: TestServer.Security.allCases)
    func head(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.read(until: "\r\n\r\n").contains("Content-Length: 10\r\n"))
            try await client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.read(until: "\r\n\r\n").contains("Transfer-Encoding: chunked\r\n"))
            try await client.send("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n")
            let empty = try await client.read(until: "\r\n\r\n")
            #expect(empty.hasPrefix("HTTP/1.1 204 No Content\r\n"))
            #expect(!empty.contains("Content-Length"))
            try await client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readAnswer().hasSuffix("GET /y 0\n"))
        }
    }

    @Test(
        "Expect: 100-continue is told to go on, unless the request is refused", arguments: TestServer.Security.allCases)
    func expectContinue(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send("hi")
            #expect(try await client.readAnswer().hasSuffix("POST /x 2\nhi"))
            try await client.send(
                "POST /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            let refused = try await client.readToEnd()
            #expect(refused.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
            #expect(refused.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test(
        "the connection ends when the request says so",
        arguments: TestServer.Security.allCases, ["1.1\r\nHost: a\r\nConnection: close", "1.0", "1.0\r\nHost: a"])
    func close(security: TestServer.Security, version: String) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let answer = try await server.exchange("GET /x HTTP/\(version)\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("GET /x 0\n"))
        }
    }

    @Test("HTTP/1.0 may ask to go on", arguments: TestServer.Security.allCases)
    func oldKeepAlive(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                try await client.send("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try await client.readAnswer().contains("\r\nConnection: keep-alive\r\n"))
            }
        }
    }

    @Test("the answer may come from another task", arguments: TestServer.Security.allCases)
    func elsewhere(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readAnswer().hasSuffix("from elsewhere"))
            #expect(try await client.readAnswer().hasSuffix("GET /x 0\n"))
        }
    }

    @Test(
        "a dropped responder is answered with 500, and the connection goes on", arguments: TestServer.Security.allCases)
    func dropped(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let client = try await server.connect()
            try await client.send("GET /drop HTTP/1.1\r\nHost: a\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readAnswer().hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
            #expect(try await client.readAnswer().hasSuffix("GET /x 0\n"))
            #expect(server.log.count { if case .unanswered = $0 { true } else { false } } == 1)
        }
    }
}
