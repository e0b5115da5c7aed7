import Glibc
package import HTTP1
import Posix
package import TLS

/// One kept-alive HTTPS connection of the load generator: requests go out as they are queued, answers come in order.
package final class LoadConnection {
    /// The parts of answers, as they arrive.
    package protocol Receiver: AnyObject {
        /// The head of an answer has come.
        func head(_ head: HTTPResponseHead)
        /// More of the body has come: the receiver takes from `body` what it can use, the rest comes again.
        func received(_ body: inout [UInt8])
        /// The answer is complete. A non-empty `body` is what the receiver has left of it.
        func end(_ body: [UInt8])
        /// The connection has ended.
        func closed(_ reason: String)
    }

    private enum Phase {
        case connecting
        case handshaking
        case open
        case closed
    }

    private let socket: Descriptor
    private let session: TLSSession
    private var phase = Phase.connecting
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var incoming: [UInt8] = []
    private var parser = ResponseParser()
    private var decoder: BodyDecoder?
    private var body: [UInt8] = []
    /// Who is told of the answers.
    package weak var receiver: (any Receiver)?
    /// What the socket must be able to do before there is progress.
    private(set) var wantsToWrite = true

    // One for all connections: nothing stays in it between two calls.
    nonisolated(unsafe) private static var buffer = [UInt8](repeating: 0, count: 16 * 1024)

    /// Begins to connect to a port of localhost from the address `source`, of 127.0.0.0/8: with many sources no limit per
    /// address is met.
    package init(port: UInt16, source: String = "127.0.0.1", trust: TLSClientContext) throws {
        guard let server = SocketAddress(numericHost: "127.0.0.1", port: port),
            let own = SocketAddress(numericHost: source, port: 0)
        else { throw LoadError("\(source) is not an address") }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = Int32(try Syscall.require("socket") { Glibc.socket(AF_INET, type, 0) })
        socket = Descriptor(owning: number)
        session = try TLSSession.client(trust, descriptor: number, host: "localhost")
        socket.setNoDelay()
        let bound = own.withSocketAddress { pointer, length in Syscall.attempt { bind(number, pointer, length) } }
        if case .failure(let code) = bound { throw PosixError("bind \(source)", errno: code) }
        let result = server.withSocketAddress { pointer, length in
            Syscall.attempt { connect(number, pointer, length) }
        }
        if case .failure(let code) = result { throw PosixError("connect", errno: code) }
    }

    /// The socket.
    package var descriptor: Int32 { socket.rawValue }

    /// The handshake is over.
    package var isOpen: Bool { phase == .open }

    /// It has ended, from either side.
    package var isClosed: Bool { phase == .closed }

    /// Queues a request; `Pump.flush` sends it.
    package func queue(_ request: [UInt8]) {
        outgoing += request
    }

    /// Does what can be done without waiting.
    func step() throws {
        if phase == .connecting {
            let failure = socket.connectionError()
            guard failure == 0 else { return close("connect: \(String(cString: strerror(failure)))") }
            phase = .handshaking
        }
        do {
            if phase == .handshaking { try handshake() }
            if phase == .open { try send() }
            if phase == .open { try receive() }
        } catch {
            close("\(error)")
        }
    }

    private func handshake() throws {
        switch try session.handshake() {
        case .done:
            phase = .open
            wantsToWrite = false
        case .wantsRead: wantsToWrite = false
        case .wantsWrite: wantsToWrite = true
        case .closed: close("closed during the handshake")
        }
    }

    private func send() throws {
        wantsToWrite = false
        while sent < outgoing.count {
            let progress = try outgoing.withUnsafeBytes { bytes throws(TLSError) in
                try session.write(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
            }
            switch progress {
            case .done(let count): sent += count
            case .wantsRead: return
            case .wantsWrite:
                wantsToWrite = true
                return
            case .closed: return close("closed by the server")
            }
        }
        outgoing.removeAll(keepingCapacity: outgoing.capacity < 64 * 1024)
        sent = 0
    }

    private func receive() throws {
        while phase == .open {
            let progress = try Self.buffer.withUnsafeMutableBytes { bytes throws(TLSError) in
                try session.read(into: bytes)
            }
            switch progress {
            case .done(let count):
                incoming += Self.buffer[..<count]
                try interpret()
            case .wantsRead: return
            case .wantsWrite:
                wantsToWrite = true
                return
            case .closed: return close("closed by the server")
            }
        }
    }

    /// Hands over as much of `incoming` as makes sense by itself.
    private func interpret() throws {
        var used = 0
        defer { incoming.removeFirst(used) }
        while used < incoming.count {
            if decoder == nil {
                guard let (head, consumed) = try parser.parse(incoming.span.extracting(used..<incoming.count)) else {
                    return
                }
                used += consumed
                if head.status < 200 { continue }
                decoder = BodyDecoder(head.framing, limit: .max)
                body.removeAll(keepingCapacity: true)
                receiver?.head(head)
            }
            guard var current = decoder else { return }
            if !current.isComplete {
                used += try current.decode(incoming.span.extracting(used..<incoming.count), into: &body)
                receiver?.received(&body)
            }
            decoder = current.isComplete ? nil : current
            if current.isComplete { receiver?.end(body) }
        }
    }

    private func close(_ reason: String) {
        guard phase != .closed else { return }
        phase = .closed
        receiver?.closed(reason)
    }
}
