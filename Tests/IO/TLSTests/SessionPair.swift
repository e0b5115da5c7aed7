import Glibc
import Posix
import TLS

/// A client and a server session over a socket pair, driven in turns on one thread.
struct SessionPair: ~Copyable {
    private let clientSocket: Descriptor
    private let serverSocket: Descriptor
    let client: TLSSession
    let server: TLSSession

    init(server context: TLSServerContext, client clientContext: TLSClientContext, host: String) throws {
        var pair: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        try Syscall.require("socketpair") { socketpair(AF_UNIX, type, 0, &pair) }
        let clientSocket = Descriptor(owning: pair[0])
        let serverSocket = Descriptor(owning: pair[1])
        let client = try TLSSession.client(clientContext, descriptor: pair[0], host: host)
        let server = try TLSSession.server(context, descriptor: pair[1])
        self.clientSocket = clientSocket
        self.serverSocket = serverSocket
        self.client = client
        self.server = server
    }

    /// Both sides in turns until both are done; throws the first error of either.
    func handshake() throws {
        var clientDone = false
        var serverDone = false
        // A full handshake takes a handful of turns; 100 would be a hang.
        for _ in 0..<100 where !(clientDone && serverDone) {
            if !clientDone, case .done = try client.handshake() { clientDone = true }
            if !serverDone, case .done = try server.handshake() { serverDone = true }
        }
        guard clientDone, serverDone else { throw TLSError(.handshake, "the handshake does not end") }
    }

    /// Sends `bytes` from the client and returns what the server reads.
    func send(_ bytes: [UInt8]) throws -> [UInt8] {
        var sent = 0
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while received.count < bytes.count {
            if sent < bytes.count,
                case .done(let count) = try bytes.withUnsafeBytes({
                    try client.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
                })
            {
                sent += count
            }
            switch try buffer.withUnsafeMutableBytes({ try server.read(into: $0) }) {
            case .done(let count): received += buffer[..<count]
            case .wantsRead, .wantsWrite: continue
            case .closed: return received
            }
        }
        return received
    }

    /// One more step of reading on the client's side.
    func clientReads() throws -> TLSProgress {
        var byte = [UInt8](repeating: 0, count: 64)
        return try byte.withUnsafeMutableBytes { try client.read(into: $0) }
    }
}
