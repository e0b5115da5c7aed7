internal import HTTPServer
internal import StatusAPI

/// The default limits of each port, so that none can starve another.
enum PortLimits {
    /// The API servers are the only peers, with a few connections each and large bodies.
    static var webhook: HTTPServerLimits {
        var limits = HTTPServerLimits()
        // An API server keeps an idle connection for 90 s. Closing it first would race with its next request.
        limits.idleTimeout = .seconds(120)
        // Bodies are the only thing here that can fill the memory: 7 MiB each, and each request has one.
        limits.requestsInFlight = 256
        // Those few connections are busy all day.
        limits.keptBuffers = 128
        return limits
    }

    /// Every waiting pod holds a connection, and many may come from behind one address; a question is small.
    static var status: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.connections = 20_000
        limits.connectionsPerPeer = 5_000
        limits.requestsInFlight = 5_000
        limits.bodyBytes = WaitRequest.longestBody
        limits.headerBytes = 8 << 10
        return limits
    }

    /// The kubelet and Prometheus ask, without bodies.
    static var operatorPort: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.connections = 256
        limits.connectionsPerPeer = 128
        limits.requestsInFlight = 64
        limits.bodyBytes = 1
        limits.headerBytes = 8 << 10
        return limits
    }

    /// Clients of k8s-when-ready, which ask once a second each, without bodies. Anyone may, so this port gets little.
    static var legacy: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.connections = 1_024
        limits.connectionsPerPeer = 256
        limits.requestsInFlight = 256
        limits.bodyBytes = 1
        limits.headerBytes = 8 << 10
        return limits
    }
}
