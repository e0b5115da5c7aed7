import Glibc
import Locking
import Logging
import Testing

@testable import KubernetesClient

@Suite("CurlTransport", .timeLimit(.minutes(5)))
struct CurlTransportTests {
    private func makeTransport(
        _ port: Int, token: KubernetesConfiguration.Material? = nil, proxyURL: String? = nil, prefix: String = ""
    ) throws -> CurlTransport {
        let server = ServerAddress(isEncrypted: false, host: "127.0.0.1", port: port, pathPrefix: prefix)
        let configuration = KubernetesConfiguration(server: server, token: token, proxyURL: proxyURL)
        return try CurlTransport(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func failure(_ body: () async throws -> Void) async -> KubernetesError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? KubernetesError)?.code
        }
    }

    @Test("requests carry token, media types and body, and share a connection")
    func requests() async throws {
        let requests = Locked<[String]>([])
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                requests.withLock { $0.append(request) }
                connection.answer("201 Created", ["X-Test:  a b \t"], body: "{\"a\":1}")
            }
        }
        defer { server.stop() }
        let client = KubernetesClient(
            transport: try makeTransport(server.port, token: .bytes(Array("secret\n".utf8)), prefix: "/k8s/c-1"))
        let response = try await client.send(
            APIRequest(
                .patch, "/api/v1/x", query: [.init("a b", "c/d")], body: Array("[]".utf8),
                contentType: "application/json-patch+json"),
            to: "patch x")
        #expect(response.status == 201 && response.head.first("x-test") == "a b")
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"a\":1}")
        _ = try await client.send(APIRequest(.post, "/empty", body: []), to: "post")
        _ = try await client.send(APIRequest(.delete, "/gone"), to: "delete")

        let lines = requests.withLock { $0 }.map { $0.split(separator: "\r\n").map(String.init) }
        #expect(lines[0].first == "PATCH /k8s/c-1/api/v1/x?a%20b=c%2Fd HTTP/1.1")
        #expect(lines[0].last == "[]")
        for header in [
            "Host: 127.0.0.1:\(server.port)", "Authorization: Bearer secret", "Accept: application/json",
            "Content-Type: application/json-patch+json", "Content-Length: 2",
        ] { #expect(lines[0].contains(header), "\(header)") }
        #expect(!lines[0].contains { $0.hasPrefix("Expect") || $0.hasPrefix("Accept-Encoding") })
        #expect(lines[1].first == "POST /k8s/c-1/empty HTTP/1.1" && lines[1].contains("Content-Length: 0"))
        #expect(lines[2].first == "DELETE /k8s/c-1/gone HTTP/1.1")
        #expect(server.connections == 1)
    }

    @Test("a stream hands on each piece as it arrives")
    func streams() async throws {
        let gate = Gate()
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.beginChunked()
            for piece in ["one", "two"] {
                gate.wait()
                connection.chunk(piece)
            }
            gate.wait()
            connection.send("0\r\n\r\n")
            connection.waitForClose()
        }
        defer { server.stop() }
        let stream = try makeTransport(server.port).open(APIRequest(.get, "/watch"))
        #expect(try await stream.head().status == 200)
        for piece in ["one", "two"] {
            gate.open()
            #expect(try await stream.next() == .bytes(Array(piece.utf8)))
        }
        gate.open()
        #expect(try await stream.next() == .end)
    }

    @Test("what nobody reads stays with the server: a pipe holds about a mebibyte")
    func backPressure() async throws {
        let total = 24 << 20
        let stalled = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let sent = connection.sendUntilStalled(total)
            stalled.continuation.yield()
            connection.send([UInt8](repeating: 0x61, count: total - sent))
            connection.waitForClose()
        }
        defer { server.stop() }
        let stream = try makeTransport(server.port).open(APIRequest(.get, "/big"))
        for await _ in stalled.stream { break }
        var received = 0
        while case .bytes(let bytes) = try await stream.next() {
            #expect(bytes.count <= (1 << 20) + (64 << 10))
            received += bytes.count
        }
        #expect(received == total)
    }

    @Test("an answer that is quiet says so once")
    func quiet() async throws {
        let gate = Gate()
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.beginChunked()
            gate.wait()
            connection.chunk("late")
            connection.waitForClose()
        }
        defer { server.stop() }
        let stream = try makeTransport(server.port).open(APIRequest(.get, "/", quietAfter: .milliseconds(20)))
        #expect(try await stream.head().status == 200)
        #expect(try await stream.next() == .quiet)
        gate.open()
        #expect(try await stream.next() == .bytes(Array("late".utf8)))
    }

    @Test("an answer that speaks first is quiet after its last word")
    func quietAfterWords() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.beginChunked()
            connection.chunk("first")
            connection.waitForClose()
        }
        defer { server.stop() }
        let stream = try makeTransport(server.port).open(APIRequest(.get, "/", quietAfter: .milliseconds(50)))
        #expect(try await stream.head().status == 200)
        var said: [APIStream.Part] = [try await stream.next()]
        // On a machine that is busy the answer may have been quiet before the word as well, and says so once.
        while said.count < 2 { said.append(try await stream.next()) }
        #expect(said.contains(.bytes(Array("first".utf8))) && said.contains(.quiet))
    }

    @Test("an answer that does not begin ends sooner than one that is silent")
    func answerWithin() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        defer { server.stop() }
        let request = APIRequest(.get, "/", answerWithin: .milliseconds(50), silence: .seconds(600))
        let stream = try makeTransport(server.port).open(request)
        #expect(await failure { _ = try await stream.head() } == .timeout)
    }

    @Test("silence and a deadline end a request", arguments: ["/before-the-head", "/in-the-body"])
    func timers(path: String) async throws {
        let server = try LoopbackServer { connection in
            if connection.readRequest()?.hasPrefix("GET /in-the-body") == true { connection.beginChunked() }
            connection.waitForClose()
        }
        defer { server.stop() }
        let transport = try makeTransport(server.port)
        for request in [
            APIRequest(.get, path, silence: .milliseconds(150)), APIRequest(.get, path, deadline: .milliseconds(150)),
        ] {
            let stream = transport.open(request)
            #expect(await failure { _ = try await stream.collect(limit: 100) } == .timeout)
        }
    }

    @Test("giving up a stream closes its connection")
    func abandons() async throws {
        let closed = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.beginChunked()
            connection.waitForClose()
            closed.continuation.yield()
        }
        defer { server.stop() }
        let transport = try makeTransport(server.port)
        do {
            let stream = transport.open(APIRequest(.get, "/watch"))
            _ = try await stream.head()
        }
        for await _ in closed.stream { break }
        let task = Task { await failure { _ = try await transport.open(APIRequest(.get, "/watch")).collect(limit: 1) } }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test("a transport that nobody has any more lives on for its streams, and then closes its connections")
    func lifetime() async throws {
        let closed = AsyncStream.makeStream(of: Void.self)
        let gate = Gate()
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.beginChunked()
            gate.wait()
            connection.chunk("more")
            connection.waitForClose()
            closed.continuation.yield()
        }
        defer { server.stop() }
        do {
            let stream = try makeTransport(server.port).open(APIRequest(.get, "/watch"))
            _ = try await stream.head()
            gate.open()
            #expect(try await stream.next() == .bytes(Array("more".utf8)))
        }
        for await _ in closed.stream { break }
    }

    @Test(
        "broken answers are errors",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", KubernetesError.Code.connection),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", .connection),
            ("", .connection), ("nonsense\r\n\r\n", .connection),
            ("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 70_000))\r\n\r\n", .connection),
        ])
    func broken(answer: String, code: KubernetesError.Code) async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send(answer)
        }
        defer { server.stop() }
        let client = KubernetesClient(transport: try makeTransport(server.port))
        #expect(await failure { _ = try await client.send(APIRequest(.get, "/"), to: "try") } == code)
    }

    @Test("a server that is not there is an error that names it")
    func refused() async throws {
        let server = try LoopbackServer { _ in }
        server.stop()
        let client = KubernetesClient(transport: try makeTransport(server.port))
        let error = await #expect(throws: KubernetesError.self) {
            try await client.send(APIRequest(.get, "/"), to: "try")
        }
        #expect(error?.code == .connection && error?.message.contains("http://127.0.0.1:\(server.port)") == true)
    }

    @Test("a redirect is an answer, not an order")
    func redirect() async throws {
        let server = try LoopbackServer { connection in
            while connection.readRequest() != nil { connection.answer("302 Found", ["Location: http://127.0.0.1:1/"]) }
        }
        defer { server.stop() }
        let client = KubernetesClient(transport: try makeTransport(server.port))
        let error = await #expect(throws: KubernetesError.self) {
            try await client.send(APIRequest(.get, "/"), to: "try")
        }
        #expect(error?.httpStatus == 302)
    }

    @Test("a 1xx before the answer is passed over")
    func informational() async throws {
        let server = try LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
            connection.answer("200 OK", ["A: b"])
        }
        defer { server.stop() }
        let client = KubernetesClient(transport: try makeTransport(server.port))
        let response = try await client.send(APIRequest(.get, "/"), to: "try")
        #expect(response.status == 200 && response.head.first("Link") == nil && response.head.first("A") == "b")
    }

    @Test("proxy-url is gone through")
    func proxy() async throws {
        let seen = Locked("")
        let server = try LoopbackServer { connection in
            let request = connection.readRequest() ?? ""
            seen.withLock { $0 = request }
            connection.answer()
        }
        defer { server.stop() }
        let client = KubernetesClient(
            transport: try makeTransport(9, proxyURL: "http://127.0.0.1:\(server.port)"))
        _ = try await client.send(APIRequest(.get, "/version"), to: "try")
        #expect(seen.withLock { $0 }.hasPrefix("GET http://127.0.0.1:9/version HTTP/1.1\r\n"))
    }

    @Test("a token file that is not there is heard of at the start")
    func missingToken() {
        let error = #expect(throws: KubernetesError.self) { try makeTransport(1, token: .file("/nowhere/token")) }
        #expect(error?.code == .configuration && error?.message.contains("/nowhere/token") == true)
    }

    @Test("after a 401 the token file is read again, and the request made once more")
    func rotatedToken() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("token", "old")
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                connection.answer(request.contains("Bearer new\r\n") ? "200 OK" : "401 Unauthorized")
            }
        }
        defer { server.stop() }
        let client = KubernetesClient(transport: try makeTransport(server.port, token: .file(path)))
        await #expect(throws: KubernetesError.self) { try await client.send(APIRequest(.get, "/"), to: "try") }
        try folder.write("token", "new")
        #expect(try await client.send(APIRequest(.get, "/"), to: "try").status == 200)
    }
}
