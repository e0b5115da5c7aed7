import EventLoop
package import HTTPServer
package import Posix
package import TLS

/// A server on a free loopback port, on loops of its own.
package final class TestServer: Sendable {
    /// How the server is spoken to: a test body runs on each.
    package enum Security: String, CaseIterable, Sendable {
        case plain
        case tls
    }

    /// The server under test.
    package let server: HTTPServer
    /// Where it listens.
    package let address: SocketAddress
    /// Its identity; nil in clear.
    package let identity: TestIdentity?
    /// What its sessions take their identity from; nil in clear.
    package let tls: TLSServerContext?
    /// What it has told.
    package let log: EventLog
    private let loops: [EventLoop]

    /// Starts a server with `handler`; unless `limits` says otherwise it never loses patience.
    package init(
        _ security: Security, limits: HTTPServerLimits = .patient, loops count: Int = 2,
        listen: String = "127.0.0.1:0", handler: any HTTPHandler
    ) throws {
        let identity = security == .tls ? try TestIdentity() : nil
        let tls = try identity?.serverContext()
        let log = EventLog()
        var loops: [EventLoop] = []
        for index in 0..<count { loops.append(try EventLoop.start(name: "test-\(index)")) }
        let server = try HTTPServer.start(
            listen: [try SocketAddress.parseListen(listen)], loops: loops, limits: limits, tls: tls, handler: handler,
            observer: log)
        self.server = server
        self.identity = identity
        self.tls = tls
        self.log = log
        self.loops = loops
        address = server.addresses[0]
    }

    /// A new connection to it, the handshake done.
    package func connect() async throws -> RawClient {
        try await RawClient.connect(to: address, tls: identity?.clientContext())
    }

    /// Sends `bytes` on a new connection and reads what comes until the server closes.
    package func exchange(_ bytes: String) async throws -> String {
        let client = try await connect()
        try await client.send(bytes)
        return try await client.readToEnd()
    }

    /// Ends the server and its loops.
    package func stop() async {
        await server.finish(within: .zero)
        for loop in loops { loop.stop() }
    }

    /// Starts a server, runs `body` with it and ends it again.
    package static func run(
        _ security: Security, limits: HTTPServerLimits = .patient, loops: Int = 2,
        handler: any HTTPHandler, _ body: (TestServer) async throws -> Void
    ) async throws {
        let server = try TestServer(security, limits: limits, loops: loops, handler: handler)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}
