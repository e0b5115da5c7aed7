import HTTPServer
import ServerTestKit
import TLS
import Testing

/// Peers that break off, and bytes that are no TLS.
@Suite("Faults", .timeLimit(.minutes(5)))
struct FaultTests {
    @Test("a reset after any byte of a request is survived", arguments: TestServer.Security.allCases)
    func resets(security: TestServer.Security) async throws {
        try await TestServer.run(security, handler: EchoHandler()) { server in
            let request = Array("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".utf8)
            for count in 0...request.count {
                let client = try await server.connect()
                try await client.send(Array(request[..<count]))
                if count % 2 == 0 { try await client.reset() } else { try await client.close() }
            }
            await server.log.wait(request.count + 1) { if case .closed = $0 { true } else { false } }
            #expect(server.server.counts.connections == 0)
            #expect(server.server.counts.requestsInFlight == 0)
            #expect(try await server.exchange("GET /x HTTP/1.0\r\n\r\n").hasSuffix("GET /x 0\n"))
        }
    }

    @Test("a reset in the middle of an answer is survived", arguments: TestServer.Security.allCases)
    func resetWhileAnswering(security: TestServer.Security) async throws {
        let handler = GateHandler()
        handler.gate.open()
        try await TestServer.run(security, handler: handler) { server in
            for _ in 0..<10 {
                let client = try await server.connect()
                try await client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await client.read(until: "\r\n\r\n")
                try await client.reset()
            }
            await server.log.wait(10) { if case .closed = $0 { true } else { false } }
            #expect(try await server.exchange("GET /x HTTP/1.0\r\n\r\n").hasSuffix("ok"))
        }
    }

    @Test(
        "bytes that are no handshake",
        arguments: [
            [0x00], Array(repeating: 0xff, count: 5000), Array("SSH-2.0-OpenSSH\r\n".utf8),
            [0x16, 0x03, 0x01, 0x00, 0x02, 0x01, 0x00], [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28],
        ] as [[UInt8]])
    func garbage(bytes: [UInt8]) async throws {
        try await TestServer.run(.tls, handler: EchoHandler()) { server in
            let client = try await RawClient.connect(to: server.address)
            try await client.send(bytes)
            try await client.finishSending()
            _ = try await client.readToEnd()
            await server.log.wait { if case .closed = $0 { true } else { false } }
            #expect(try await server.exchange("GET /x HTTP/1.0\r\n\r\n").hasSuffix("GET /x 0\n"))
        }
    }

    @Test("plain HTTP on the TLS port is told so")
    func clearText() async throws {
        try await TestServer.run(.tls, handler: EchoHandler()) { server in
            let client = try await RawClient.connect(to: server.address)
            try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("https"))
            await server.log.wait {
                if case .handshakeFailed(let error, _) = $0 { error.code == .clearText } else { false }
            }
        }
    }

    @Test("a client that does not trust the server is counted, and the next is served")
    func untrusting() async throws {
        try await TestServer.run(.tls, handler: EchoHandler()) { server in
            let stranger = try TLSClientContext(trust: .pins([Array(repeating: 1, count: 32)]))
            await #expect(throws: TLSError.self) { try await RawClient.connect(to: server.address, tls: stranger) }
            await server.log.wait { if case .handshakeFailed = $0 { true } else { false } }
            #expect(try await server.exchange("GET /x HTTP/1.0\r\n\r\n").hasSuffix("GET /x 0\n"))
        }
    }

    @Test("a new identity serves new connections, and old ones go on")
    func hotSwap() async throws {
        try await TestServer.run(.tls, handler: EchoHandler()) { server in
            let old = try await server.connect()
            let second = try TestIdentity()
            try server.tls?.replace(certificateChain: second.chain, privateKey: second.key)
            let new = try await RawClient.connect(to: server.address, tls: second.clientContext())
            for client in [old, new] {
                try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.readAnswer().hasSuffix("GET /x 0\n"))
            }
            await #expect(throws: TLSError.self) { _ = try await server.connect() }
        }
    }
}
