import EventLoop
import HTTPServer
import Locking
package import Posix
import ServerTestKit
import TLS

/// A Kubernetes API server in a process of the test's own: `Cluster` behind HTTP.
///
/// Safe from any thread.
package final class FakeAPIServer: Sendable {
    /// What it answers.
    package let cluster: Cluster
    /// The address that it listens on, its port chosen.
    package let address: SocketAddress
    /// How it calls webhooks.
    package let webhooks: HTTPSWebhookCaller
    private let settings: APIServerSettings
    private let certificates: Locked<APIServerIdentity?>
    private let loop: EventLoop
    private let context: TLSServerContext?
    private let listening: Locked<HTTPServer?>
    /// Keeps the port for this server while it refuses connections; nil where it was told its port.
    private let port: HeldPort?
    /// The requests that are never answered, until the server stops.
    let silence = SilentRequests()

    private init(
        _ settings: APIServerSettings, _ cluster: Cluster, _ webhooks: HTTPSWebhookCaller, _ loop: EventLoop,
        identity: APIServerIdentity?, context: TLSServerContext?, server: HTTPServer, port: HeldPort?,
        handler: APIServerHandler
    ) {
        self.settings = settings
        self.cluster = cluster
        self.webhooks = webhooks
        self.loop = loop
        certificates = Locked(identity)
        self.context = context
        address = server.addresses[0]
        listening = Locked(server)
        self.port = port
        handler.serve(for: self)
    }

    /// Starts a server. Throws when it cannot listen or make its certificates.
    package static func start(
        _ settings: APIServerSettings = APIServerSettings()
    ) throws(APIServerError) -> FakeAPIServer {
        let clock: @Sendable () -> Int = { Int(WallClock.seconds()) }
        let webhooks = HTTPSWebhookCaller(services: settings.services)
        var options = ClusterOptions(webhooks: webhooks, clock: clock)
        options.state = settings.state
        options.authentication = Authentication(tokens: settings.tokens)
        if let authorizer = settings.authorizer { options.authorizer = authorizer }
        do {
            let port = settings.listen == nil ? try HeldPort() : nil
            let listen = try port?.address ?? settings.listen ?? SocketAddress.parseListen("127.0.0.1:0")
            let identity = settings.usesTLS ? try APIServerIdentity(host: listen.host, now: clock()) : nil
            let context = try identity.map { identity throws(TLSError) in
                try TLSServerContext(
                    certificateChain: identity.chain, privateKey: identity.key, clientAuthorities: nil)
            }
            let loop = try EventLoop.start(name: "fake-apiserver")
            let handler = APIServerHandler(bookmarkInterval: settings.bookmarkInterval)
            let server = try HTTPServer.start(
                listen: [listen], loops: [loop], limits: limits, tls: context, handler: handler)
            return FakeAPIServer(
                settings, Cluster(options), webhooks, loop, identity: identity, context: context, server: server,
                port: port, handler: handler)
        } catch {
            throw APIServerError(.start, "the fake API server cannot start: \(error)")
        }
    }

    /// Its certificates; nil without TLS.
    package var identity: APIServerIdentity? { certificates.withLock { $0 } }

    /// Serves connections from now on with certificates of a new authority, which nobody has heard of yet. Does nothing
    /// without TLS.
    package func rotateIdentity() throws(APIServerError) {
        do throws(TLSError) {
            let identity = try APIServerIdentity(host: address.host, now: Int(WallClock.seconds()))
            try context?.replace(certificateChain: identity.chain, privateKey: identity.key)
            certificates.withLock { $0 = context == nil ? nil : identity }
        } catch {
            throw APIServerError(.start, "the fake API server cannot change its certificates: \(error.message)")
        }
    }

    /// The server's URL, without a slash at its end.
    package var url: String { "\(identity == nil ? "http" : "https")://\(address)" }

    /// A kubeconfig for a user with that token.
    package func kubeconfig(token: String?) -> String {
        Kubeconfig.text(server: url, authority: identity?.authority ?? [], token: token)
    }

    /// Refuses connections and cuts those that are open, as a server that has died; what is stored stays.
    package func refuseConnections() async {
        let server = listening.withLock { server in
            defer { server = nil }
            return server
        }
        cluster.strikeWatches(.drop)
        silence.endAll()
        await server?.finish(within: .zero)
    }

    /// Listens again on the same port. Does nothing while it listens. Throws when the port is taken.
    package func acceptConnections() throws(APIServerError) {
        let handler = APIServerHandler(bookmarkInterval: settings.bookmarkInterval)
        handler.serve(for: self)
        do throws(PosixError) {
            try listening.withLock { (server) throws(PosixError) in
                guard server == nil else { return }
                server = try HTTPServer.start(
                    listen: [address], loops: [loop], limits: Self.limits, tls: context, handler: handler)
            }
        } catch {
            throw APIServerError(.start, "the fake API server cannot listen again: \(error.message)")
        }
    }

    /// Ends the server and its loop.
    package func stop() async {
        await refuseConnections()
        loop.stop()
    }

    /// Refuses connections for a time; for callers that cannot ask twice, since their connection ends too.
    func refuseConnections(for pause: Duration) {
        Task {
            await refuseConnections()
            try? await Task.sleep(for: pause)
            try? acceptConnections()
        }
    }

    /// One process asks for everything, and watches outlive every time-out.
    private static var limits: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.connections = 20_000
        limits.connectionsPerPeer = 20_000
        limits.requestsInFlight = 20_000
        limits.requestLineBytes = 65_536
        limits.headerBytes = 131_072
        // Its clients are tests, which on a busy machine come late to every step.
        for time in [\HTTPServerLimits.handshakeTimeout, \.headerTimeout, \.bodyTimeout, \.idleTimeout] {
            limits[keyPath: time] = .seconds(300)
        }
        return limits
    }
}
