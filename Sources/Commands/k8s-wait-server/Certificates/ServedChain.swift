internal import Glibc
internal import Posix
internal import TLS

/// What a server shows to whoever connects.
struct ServedChain: Hashable, Sendable {
    /// Where it was seen.
    let address: String
    /// In PEM: the serving certificate first, then what signed it.
    let pem: [UInt8]
    /// The same certificates.
    let certificates: [Certificate]

    /// A chain in PEM. Throws `certificate` when it cannot be read.
    init(address: String, pem: [UInt8]) throws(TLSError) {
        self.address = address
        self.pem = pem
        certificates = try Certificate.parse(pem: pem)
    }

    /// How long a server may take to show it.
    private static let patience = Duration.seconds(10)

    /// Connects to a server and looks at its chain, whoever signed it; says nothing to it beyond the handshake. Blocks.
    ///
    /// - Throws: why there is none to be seen.
    static func fetch(from server: ServerAddressArgument) throws -> ServedChain {
        let deadline = MonotonicTime.now().adding(patience)
        var failure: (any Error)?
        for address in try SocketAddress.resolve(host: server.host, port: server.port) {
            do {
                return try fetch(from: address, host: server.host, name: server.description, until: deadline)
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? PosixError("connect \(server)", message: "it has no address")
    }

    private static func fetch(
        from address: SocketAddress, host: String, name: String, until deadline: MonotonicTime
    ) throws -> ServedChain {
        let socket = try Descriptor.connecting(to: address)
        func wait(for events: Int32) throws {
            guard try socket.wait(for: events, until: deadline) else {
                throw PosixError("connect \(address)", errno: ETIMEDOUT)
            }
        }
        try wait(for: Int32(POLLOUT))
        let problem = socket.connectionError()
        guard problem == 0 else { throw PosixError("connect \(address)", errno: problem) }
        let session = try TLSSession.client(
            TLSClientContext(trust: .anybody), descriptor: socket.rawValue, host: host)
        var progress = try session.handshake()
        while true {
            switch progress {
            case .done:
                let pem = try session.peerChain()
                _ = session.shutdown()
                return try ServedChain(address: name, pem: pem)
            case .wantsRead: try wait(for: Int32(POLLIN))
            case .wantsWrite: try wait(for: Int32(POLLOUT))
            case .closed:
                throw TLSError(
                    .handshake, "\(name) closes the connection: it has no certificate yet, or is no TLS server")
            }
            progress = try session.handshake()
        }
    }
}
