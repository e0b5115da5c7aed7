import HTTP1
package import Posix
package import TLS

/// Asks one server over TLS, one connection a request, on the calling thread: what the init container needs.
///
/// The addresses of the URL's name are tried first, then the fallback addresses; the server must prove to be the name in
/// the URL at each of them. Not for two threads at a time.
package struct HTTPClient: ~Copyable {
    /// What all exchanges of a client have in common.
    struct Settings: Sendable {
        /// The server, and the name that it must prove to have.
        let url: HTTPSURL
        /// Whom to trust.
        let context: TLSClientContext
        /// How long to wait, and for how much.
        let limits: HTTPClientLimits
        /// What ends every wait at once.
        let interruption: Interruption
    }

    private let settings: Settings
    private let fallback: [SocketAddress]
    /// A lookup that nobody waited to the end for; asked again rather than begun anew, so that they never pile up.
    private var lookup: NameLookup?

    /// A client of `url` that trusts what `context` trusts. `interruption` ends every wait at once.
    package init(
        url: HTTPSURL, fallback: [SocketAddress] = [], context: TLSClientContext,
        limits: HTTPClientLimits = HTTPClientLimits(), interruption: Interruption = Interruption(descriptor: nil)
    ) {
        settings = Settings(url: url, context: context, limits: limits, interruption: interruption)
        self.fallback = fallback
    }

    /// Begins a request, without waiting for anything.
    package mutating func begin(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPExchange {
        let url = settings.url
        if let address = SocketAddress(numericHost: url.host, port: url.port) {
            let addresses = [address] + fallback.filter { $0 != address }
            return HTTPExchange(request, client: settings, addresses: addresses, lookup: nil)
        }
        do throws(PosixError) {
            if lookup == nil || lookup?.addresses != nil {
                lookup = try NameLookup.start(host: url.host, port: url.port)
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
                throw HTTPClientError(.deadline, "\(settings.url) has not answered in time")
            }
        }
    }
}
