import Glibc
import Locking
package import Posix
import TLS

/// A TLS server on loopback that does to each connection exactly what a script says, right or wrong: what a client must
/// survive. It runs on a thread of its own, which serves one connection after the other and ends with the last.
package final class ScriptedServer: Sendable {
    /// One thing that the server does.
    package enum Step: Sendable {
        /// Sends these bytes in one write.
        case send(String)
        /// Sends these bytes, each in a write and a TLS record of its own.
        case drip(String)
        /// Runs this, on the server's thread.
        case call(@Sendable () -> Void)
        /// Sends nothing until the client goes away.
        case hold
    }

    /// What happens to one connection.
    package enum Connection: Sendable {
        /// After the request has been read, these steps, then the end of the connection. A client that goes away before
        /// it has sent one does not use this up: on a machine that stands still a client may lose patience, and comes again.
        case answer([Step])
        /// Closed as soon as it is accepted.
        case slammed
        /// These bytes without TLS, then the end.
        case plain(String)
        /// Accepted, and then nothing at all until the client goes away.
        case mute
    }

    private let listener: Descriptor
    private let identity: TestIdentity
    private let context: TLSServerContext
    private let connections: [Connection]
    private let received = Locked<[String]>([])
    /// No step waits longer than this, so that a test that goes wrong ends.
    private let patience = Duration.seconds(60)

    /// The address that it listens on, 127.0.0.1 with a port of the system's choice.
    package let address: SocketAddress
    /// The authority of its certificate, in PEM form.
    package var authority: [UInt8] { identity.authority }
    /// The SHA-256 digest of its authority's public key.
    package var pin: [UInt8] { identity.pin }
    /// The requests read so far, head and body, in order.
    package var requests: [String] { received.withLock { $0 } }

    /// Starts a server that serves these connections. Its certificate is for `names`, DNS names and addresses.
    package static func start(
        _ connections: [Connection], names: [String] = ["localhost", "127.0.0.1"]
    ) throws -> ScriptedServer {
        let server = try ScriptedServer(connections, names: names)
        try DetachedThread.start(name: "scripted") { server.run() }
        return server
    }

    private init(_ connections: [Connection], names: [String]) throws {
        Signals.ignorePipe()
        let addresses = names.filter { SocketAddress(numericHost: $0, port: 0) != nil }
        identity = try TestIdentity(names: names.filter { !addresses.contains($0) }, addresses: addresses)
        context = try identity.serverContext()
        guard let any = SocketAddress(numericHost: "127.0.0.1", port: 0) else {
            throw PosixError("listen", message: "there is no loopback address")
        }
        listener = try Descriptor.listening(on: any)
        address = try listener.localAddress()
        self.connections = connections
    }

    private func run() {
        for connection in connections {
            var isOver = false
            while !isOver {
                guard (try? listener.wait(for: POLLIN, until: .now().adding(patience))) == true,
                    case .connection(let socket, _) = listener.accept()
                else { return }
                isOver = true
                switch connection {
                case .slammed: break
                case .plain(let text): _ = Array(text.utf8).withUnsafeBytes { socket.send($0) }
                case .mute: waitForEnd(of: socket)
                case .answer(let steps): isOver = serve(socket, steps)
                }
            }
        }
    }

    /// False when no request has come.
    private func serve(_ socket: borrowing Descriptor, _ steps: [Step]) -> Bool {
        do {
            let session = try TLSSession.server(context, descriptor: socket.rawValue)
            try complete(socket) { try session.handshake() }
            let request = try readRequest(session, socket)
            received.withLock { $0.append(request) }
            try? answer(session, socket, steps)
            return true
        } catch {
            return false
        }
    }

    private func answer(_ session: borrowing TLSSession, _ socket: borrowing Descriptor, _ steps: [Step]) throws {
        for step in steps {
            switch step {
            case .send(let text): try write(Array(text.utf8), session, socket)
            case .drip(let text): for byte in text.utf8 { try write([byte], session, socket) }
            case .call(let body): body()
            case .hold: waitForEnd(of: socket)
            }
        }
        _ = session.shutdown()
    }

    /// Reads until a head and the Content-Length that it announces are there.
    private func readRequest(_ session: borrowing TLSSession, _ socket: borrowing Descriptor) throws -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = text.utf8.indices.first(where: { text[$0...].utf8.starts(with: "\r\n\r\n".utf8) }) {
                let head = text[..<end].split(separator: "\r\n")
                let length = head.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
                if text[end...].utf8.count >= length + 4 { return text }
            }
            var count = 0
            try complete(socket) {
                let progress = try buffer.withUnsafeMutableBytes { try session.read(into: $0) }
                if case .done(let received) = progress { count = received }
                return progress
            }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    private func write(_ bytes: [UInt8], _ session: borrowing TLSSession, _ socket: borrowing Descriptor) throws {
        var sent = 0
        while sent < bytes.count {
            try complete(socket) {
                let progress = try bytes.withUnsafeBytes {
                    try session.write(UnsafeRawBufferPointer(rebasing: $0[sent...]))
                }
                if case .done(let count) = progress { sent += count }
                return progress
            }
        }
    }

    /// Repeats a step of TLS until it is done; throws when the client has gone.
    private func complete(_ socket: borrowing Descriptor, _ step: () throws -> TLSProgress) throws {
        while true {
            let events: Int32
            switch try step() {
            case .done: return
            case .closed: throw PosixError("read", message: "the client has gone")
            case .wantsRead: events = POLLIN
            case .wantsWrite: events = POLLOUT
            }
            guard try socket.wait(for: events, until: .now().adding(patience)) else {
                throw PosixError("poll", message: "the client is silent")
            }
        }
    }

    private func waitForEnd(of socket: borrowing Descriptor) {
        var byte: UInt8 = 0
        while (try? socket.wait(for: POLLIN, until: .now().adding(patience))) == true {
            switch withUnsafeMutableBytes(of: &byte, { socket.receive(into: $0) }) {
            case .value(0), .failure: return
            case .value, .wouldBlock: continue
            }
        }
    }
}
