import HTTPServer
import ServerTestKit
import Testing

@Suite("Refusals", .timeLimit(.minutes(5)))
struct StatusTests {
    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let status: Int
        let request: String
        var isLast = true
        var contains = "\r\n\r\n"
    }

    static let refusals: [Refusal] = [
        Refusal(testDescription: "no request line", status: 400, request: "hello\r\n\r\n"),
        Refusal(testDescription: "no Host", status: 400, request: "GET / HTTP/1.1\r\n\r\n"),
        Refusal(
            testDescription: "both lengths", status: 400,
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Refusal(testDescription: "bare LF", status: 400, request: "GET / HTTP/1.1\nHost: a\n\n"),
        Refusal(
            testDescription: "obs-fold", status: 400, request: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"),
        Refusal(
            testDescription: "bad chunk", status: 400,
            request: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        Refusal(
            testDescription: "unknown path", status: 404, request: "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n",
            isLast: false),
        Refusal(
            testDescription: "unknown path with a body", status: 404,
            request: "POST /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),
        Refusal(
            testDescription: "wrong method", status: 405, request: "DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n",
            isLast: false, contains: "\r\nAllow: GET, HEAD, POST\r\n"),
        Refusal(
            testDescription: "no length", status: 411, request: "POST /length HTTP/1.1\r\nHost: a\r\n\r\n",
            isLast: false),
        Refusal(
            testDescription: "a body too large by its length", status: 413,
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n" + String(repeating: "x", count: 1001)),
        Refusal(
            testDescription: "a length of the largest number", status: 413,
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\n"),
        Refusal(
            testDescription: "a body too large by its chunks", status: 413,
            request: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3E9\r\n"),
        Refusal(
            testDescription: "a target too long", status: 414,
            request: "GET /" + String(repeating: "x", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
        Refusal(
            testDescription: "wrong media type", status: 415,
            request: "POST /json HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\n{}"),
        Refusal(
            testDescription: "unknown expectation", status: 417,
            request: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 200-ok\r\n\r\n"),
        Refusal(
            testDescription: "a head too large", status: 431,
            request: "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 20_000) + "\r\n\r\n"),
        Refusal(
            testDescription: "too many fields", status: 431,
            request: "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 200) + "\r\n"),
        Refusal(
            testDescription: "unknown coding", status: 501,
            request: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        Refusal(testDescription: "wrong version", status: 505, request: "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
    ]

    @Test("each refusal has its status", arguments: TestServer.Security.allCases, refusals)
    func status(security: TestServer.Security, refusal: Refusal) async throws {
        try await TestServer.run(security, handler: EchoHandler(bodyLimit: 1000)) { server in
            let client = try await server.connect()
            try await client.send(refusal.request)
            let answer = try await client.readAnswer()
            #expect(answer.hasPrefix("HTTP/1.1 \(refusal.status) "))
            #expect(answer.contains(refusal.contains))
            #expect(answer.contains("\r\nConnection: close\r\n") == refusal.isLast)
            if refusal.isLast {
                #expect(try await client.readToEnd() == "")
            } else {
                try await client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.readAnswer().hasSuffix("GET /next 0\n"))
            }
            // Whatever one peer sends, the next is served.
            let next = try await server.exchange("GET /x HTTP/1.0\r\n\r\n")
            #expect(next.hasSuffix("GET /x 0\n"))
        }
    }

    @Test(
        "a peer that sends its whole body before it reads still gets its refusal",
        arguments: TestServer.Security.allCases)
    func lingering(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler(bodyLimit: 1000)) { server in
            let count = 4_000_000
            let client = try await server.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n")
            try await client.send([UInt8](repeating: 120, count: count))
            try await client.finishSending()
            #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test(
        "what a peer sends after its last request does not cost it the answer", arguments: TestServer.Security.allCases)
    func afterLast(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            for count in [1, 1_000, 300_000] {
                let client = try await server.connect()
                try await client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                try await client.send([UInt8](repeating: 120, count: count))
                try await client.finishSending()
                #expect(try await client.readToEnd().hasSuffix("GET /x 0\n"))
            }
        }
    }
}
