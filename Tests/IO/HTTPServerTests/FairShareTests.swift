import HTTPServer
import Posix
import ServerTestKit
import Testing

/// A full server makes room for whoever has less than others.
@Suite("Fair shares", .timeLimit(.minutes(5)))
struct FairShareTests {
    private static let hog = SocketAddress(numericHost: "127.0.1.1", port: 0)
    private static let other = SocketAddress(numericHost: "127.0.1.2", port: 0)
    private static let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func limits(_ change: (inout HTTPServerLimits) -> Void) -> HTTPServerLimits {
        var limits = HTTPServerLimits.patient
        change(&limits)
        return limits
    }

    private static func isAccepted(_ event: HTTPServerEvent) -> Bool {
        if case .accepted = event { true } else { false }
    }

    @Test("the address with the most connections loses the oldest that never asked")
    func eviction() async throws {
        try await TestServer.run(.plain, limits: Self.limits { $0.connections = 3 }, handler: EchoHandler()) { server in
            let used = try await RawClient.connect(to: server.address, from: Self.hog)
            try await used.send(Self.get)
            #expect(try await used.readAnswer().hasSuffix("GET /a 0\n"))
            var silent: [RawClient] = []
            for count in 2...3 {
                silent.append(try await RawClient.connect(to: server.address, from: Self.hog))
                await server.log.wait(count, for: Self.isAccepted)
            }
            let newcomer = try await RawClient.connect(to: server.address, from: Self.other)
            try await newcomer.send(Self.get)
            #expect(try await newcomer.readAnswer().hasSuffix("GET /a 0\n"))
            #expect(try await silent[0].readToEnd() == "")
            for client in [used, silent[1]] {
                try await client.send(Self.get)
                #expect(try await client.readAnswer().hasSuffix("GET /a 0\n"))
            }
            #expect(server.server.counts.connections == 3)
        }
    }

    @Test("who has as much as others is refused, and nobody loses anything")
    func equals() async throws {
        try await TestServer.run(.plain, limits: Self.limits { $0.connections = 2 }, handler: EchoHandler()) { server in
            let first = try await RawClient.connect(to: server.address, from: Self.hog)
            await server.log.wait(1, for: Self.isAccepted)
            let second = try await RawClient.connect(to: server.address, from: Self.other)
            await server.log.wait(2, for: Self.isAccepted)
            let third = try await RawClient.connect(to: server.address, from: Self.other)
            try await third.send(Self.get)
            #expect(try await third.readToEnd().hasPrefix("HTTP/1.1 503 "))
            for client in [first, second] {
                try await client.send(Self.get)
                #expect(try await client.readAnswer().hasSuffix("GET /a 0\n"))
            }
        }
    }

    @Test("a request that is being answered is never given up")
    func busy() async throws {
        let handler = GateHandler()
        try await TestServer.run(.plain, limits: Self.limits { $0.connections = 2 }, handler: handler) { server in
            var busy: [RawClient] = []
            for _ in 1...2 {
                busy.append(try await RawClient.connect(to: server.address, from: Self.hog))
                try await busy.last?.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
                await handler.gate.arrivals(busy.count)
            }
            let newcomer = try await RawClient.connect(to: server.address, from: Self.other)
            try await newcomer.send(Self.get)
            #expect(try await newcomer.readToEnd().hasPrefix("HTTP/1.1 503 "))
            handler.gate.open()
            for client in busy { #expect(try await client.readAnswer().hasSuffix("waited")) }
        }
    }

    @Test("slow bodies do not count as requests in flight")
    func slowBodies() async throws {
        let limits = Self.limits { $0.requestsInFlight = 1 }
        try await TestServer.run(.plain, limits: limits, handler: EchoHandler()) { server in
            let slow = try await server.connect()
            try await slow.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            _ = try await slow.read(until: "100 Continue\r\n\r\n")
            try await slow.send("a")
            let quick = try await server.connect()
            try await quick.send(Self.get)
            #expect(try await quick.readAnswer().hasSuffix("GET /a 0\n"))
            try await slow.send("bc")
            #expect(try await slow.readAnswer().hasSuffix("POST /a 3\nabc"))
        }
    }

    @Test("bodies that do not end are given up where most of them are", arguments: TestServer.Security.allCases)
    func heldBytes(security: TestServer.Security) async throws {
        let limits = Self.limits { $0.heldBytes = 1_200_000 }
        try await TestServer.run(security, limits: limits, handler: EchoHandler(bodyLimit: 4_000_000)) { server in
            let tls = try server.identity?.clientContext()
            let small = try await RawClient.connect(to: server.address, from: Self.other, tls: tls)
            let body = String(repeating: "a", count: 100_000)
            func head(_ length: Int) -> String {
                "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n"
            }
            try await small.send(head(1_000_000) + body)
            let large = try await RawClient.connect(to: server.address, from: Self.hog, tls: tls)
            try await large.send(head(3_000_000) + body)
            // Until it is closed: more may not be taken.
            try? await large.send(String(repeating: "a", count: 2_000_000))
            let answer = (try? await large.readToEnd()) ?? ""
            #expect(answer == "" || answer.hasPrefix("HTTP/1.1 503 "))
            await server.log.wait { if case .refused(.heldBytes, _) = $0 { true } else { false } }
            try await small.send(String(repeating: "a", count: 900_000))
            #expect(try await small.readAnswer().contains("\r\n\r\nPOST /a 1000000\n"))
        }
    }
}
