import Dependencies
import Glibc
import HTTP1
import HTTPClient
import Posix
import StatusAPI
import TLS

extension Probe.Attempt {
    /// Tries it once, on the calling thread, which it blocks: until `deadline`, or for longer where a look-up or a file
    /// system takes it. Variables that name proxies are not obeyed.
    func perform(until deadline: MonotonicTime, _ system: SystemAuthorities) -> ProbeAnswer {
        switch self {
        case .connect(let host, let port):
            return Self.withAddresses(of: host, port) { ConnectingSocket.race(to: $0, until: deadline) }
        case .request(let url, let statuses, let authorities, let isInsecure):
            do throws(WaitClientError) {
                let context = try Self.context(url, authorities, isInsecure, system)
                return Self.withAddresses(of: url.host, url.port) {
                    Self.request(url, at: $0, context, statuses, until: deadline)
                }
            } catch {
                return .waiting("NoAuthorities", error.message)
            }
        case .resolve(let name):
            return Self.withAddresses(of: name, 0) { addresses in
                .ready("Resolved", "resolves to \(addresses.first?.host ?? "nothing")")
            }
        case .read(let path):
            // Not open(2): a socket is a file that cannot be opened.
            switch Syscall.attempt({ access(path, R_OK) }) {
            case .value: return .ready("Readable", "is there and readable")
            case .wouldBlock: return .waiting("NotReadable", PosixError.text(of: EAGAIN))
            case .failure(ENOENT), .failure(ENOTDIR): return .waiting("NotFound", "does not exist")
            case .failure(let number): return .waiting("NotReadable", PosixError.text(of: number))
            }
        }
    }

    private static func withAddresses(
        of host: String, _ port: UInt16, _ body: ([SocketAddress]) -> ProbeAnswer
    ) -> ProbeAnswer {
        do throws(PosixError) {
            return body(try SocketAddress.resolve(host: host, port: port))
        } catch {
            return .waiting("NotResolved", error.message)
        }
    }

    /// Whom to trust; nil for an http URL.
    private static func context(
        _ url: HTTPURL, _ authorities: String?, _ isInsecure: Bool, _ system: SystemAuthorities
    ) throws(WaitClientError) -> TLSClientContext? {
        guard url.isSecure else { return nil }
        if isInsecure {
            do {
                return try TLSClientContext(trust: .anybody)
            } catch {
                throw WaitClientError(.badSetting, error.message)
            }
        }
        // Read at each try: the file may hold other authorities by now.
        if let authorities { return try WaitTrust.file(authorities).context() }
        if let context = try system.trusted() { return context }
        throw WaitClientError(
            .missingSetting, "the image has no authorities to verify the server by; add ca=FILE or insecure")
    }

    /// One GET, asked at the first of these addresses that lets itself be connected to.
    static func request(
        _ url: HTTPURL, at addresses: [SocketAddress], _ context: TLSClientContext?, _ statuses: StatusCodes,
        until deadline: MonotonicTime
    ) -> ProbeAnswer {
        // They are tried in turn: one that swallows packets must leave the others their part of the time.
        let addresses = Array(addresses.prefix(ProbeRunner.mostAddresses))
        let time = deadline.since(.now())
        let limits = HTTPClientLimits(connection: time / max(1, addresses.count), silence: time)
        var client = HTTPClient(url: url, at: addresses, context: context, limits: limits)
        let request = HTTPClientRequest(
            method: "GET", target: url.target,
            headers: [
                HTTPClientRequest.Field("User-Agent", "k8s-wait/\(Product.version)"),
                HTTPClientRequest.Field("Accept", "*/*"),
            ])
        do throws(HTTPClientError) {
            var exchange = try client.begin(request)
            guard case .head(let head) = try exchange.next(until: deadline) else {
                return .waiting("NoAnswer", "no answer within \(ProbeRunner.limit.components.seconds) s")
            }
            if statuses.contains(head.status) { return .ready("Answered", "answers with status \(head.status)") }
            let advice = 300..<400 ~= head.status ? "; redirects are not followed" : ""
            return .waiting("UnexpectedStatus", "answers with status \(head.status), not \(statuses)\(advice)")
        } catch {
            return .waiting("NoAnswer", error.message)
        }
    }
}
