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

    /// Sends `bytes` from the client as one record, of which only the first part, so many bytes, has come when the server
    /// reads for the first time; whether the server then knew that it held a part of one. It must read the whole after.
    func sendInTwo(_ bytes: [UInt8], first count: Int) throws -> Bool {
        guard case .done(bytes.count) = try bytes.withUnsafeBytes({ try client.write($0) }) else {
            throw TLSError(.connection, "the record does not go out at once")
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        guard case .value(let length) = buffer.withUnsafeMutableBytes({ serverSocket.receive(into: $0) }) else {
            throw TLSError(.connection, "the record has not come")
        }
        // Back to where they came from, in parts. A read that emptied the socket is followed by one that says so.
        _ = try serverReads()
        _ = buffer[..<count].withUnsafeBytes { clientSocket.send($0) }
        guard case .wantsRead = try serverReads() else { throw TLSError(.connection, "a part was enough") }
        let holdsBytes = serverHoldsBytes
        _ = buffer[count..<length].withUnsafeBytes { clientSocket.send($0) }
        for _ in 0..<2 {
            if case .done(bytes.count) = try serverReads() { return holdsBytes }
        }
        throw TLSError(.connection, "the record is not read")
    }

    /// Whether the server knows of bytes that it has read and not given out.
    var serverHoldsBytes: Bool { server.holdsBytes }

    private func serverReads() throws -> TLSProgress {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        return try buffer.withUnsafeMutableBytes { try server.read(into: $0) }
    }

    /// One more step of reading on the client's side.
    func clientReads() throws -> TLSProgress {
        var byte = [UInt8](repeating: 0, count: 64)
        return try byte.withUnsafeMutableBytes { try client.read(into: $0) }
    }
}
