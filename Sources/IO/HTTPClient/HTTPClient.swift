import HTTP1
package import Posix
package import TLS

/// Asks one server, one connection a request, on the calling thread: what the init container needs.
///
/// The addresses of the URL's name are tried first, then the fallback addresses; the server must prove to be the name in
/// the URL at each of them. Not for two threads at a time.
package struct HTTPClient: ~Copyable {
    /// What all exchanges of a client have in common.
    struct Settings: Sendable {
        /// A DNS name or a numeric address, without brackets: what the server must prove to be.
        let host: String
        /// The port.
        let port: UInt16
        /// What the Host field says.
        let hostField: String
        /// What stands before every target.
        let basePath: String
        /// The URL as messages call it.
        let name: String
        /// Whom to trust; nil where the server is asked without TLS.
        let context: TLSClientContext?
        /// How long to wait, and for how much.
        let limits: HTTPClientLimits
        /// What ends every wait at once.
        let interruption: Interruption
    }

    private let settings: Settings
    private let fallback: [SocketAddress]
    private let looksUp: Bool
    /// A lookup that nobody waited to the end for; asked again rather than begun anew, so that they never pile up.
    private var lookup: NameLookup?

    /// A client of `url` that trusts what `context` trusts. `interruption` ends every wait at once.
    package init(
        url: HTTPSURL, fallback: [SocketAddress] = [], context: TLSClientContext,
        limits: HTTPClientLimits = HTTPClientLimits(), interruption: Interruption = Interruption(descriptor: nil)
    ) {
        settings = Settings(
            host: url.host, port: url.port, hostField: url.authority, basePath: url.basePath, name: url.description,
            context: context, limits: limits, interruption: interruption)
        self.fallback = fallback
        looksUp = true
    }

    /// A client of the server of `url`, for requests to whatever target, that looks no name up: it asks at `addresses`.
    /// `context` says whom to trust and is not used for an `http` URL.
    package init(
        url: HTTPURL, at addresses: [SocketAddress], context: TLSClientContext?,
        limits: HTTPClientLimits = HTTPClientLimits()
    ) {
        settings = Settings(
            host: url.host, port: url.port, hostField: url.hostField, basePath: "", name: url.description,
            context: url.isSecure ? context : nil, limits: limits, interruption: Interruption(descriptor: nil))
        fallback = addresses
        looksUp = false
    }

    /// Begins a request, without waiting for anything.
    package mutating func begin(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPExchange {
        guard looksUp else {
            return HTTPExchange(request, client: settings, addresses: fallback, lookup: nil)
        }
        if let address = SocketAddress(numericHost: settings.host, port: settings.port) {
            let addresses = [address] + fallback.filter { $0 != address }
            return HTTPExchange(request, client: settings, addresses: addresses, lookup: nil)
        }
        do throws(PosixError) {
            if lookup == nil || lookup?.addresses != nil {
                lookup = try NameLookup.start(host: settings.host, port: settings.port)
            }
        } catch {
            lookup = nil
            guard !fallback.isEmpty else { throw HTTPClientError(.resolution, error.message) }
        }
        return HTTPExchange(request, client: settings, addresses: fallback, lookup: lookup)
    }

    /// Sends a request and collects the answer until `deadline`; blocks the calling thread.
    package mutating func send(
        _ request: HTTPClientRequest, until deadline: MonotonicTime
    ) throws(HTTPClientError) -> HTTPClientResponse {
        var exchange = try begin(request)
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        while true {
            switch try exchange.next(until: deadline) {
            case .head(let received): head = received
            case .body(let bytes):
                guard body.count + bytes.count <= settings.limits.bodyBytes else {
                    throw HTTPClientError(
                        .badAnswer, "the answer is larger than the \(settings.limits.bodyBytes) bytes allowed")
                }
                body += bytes
            case .end:
                guard let head else { throw HTTPClientError(.badAnswer, "the answer has no head") }
                return HTTPClientResponse(head: head, body: body)
            case .nothingYet:
                throw HTTPClientError(.deadline, "\(settings.name) has not answered in time")
            }
        }
    }
}
