import Glibc
import Posix
import TLS

/// A client whose connection is reset after so many bytes, whatever they belong to: the handshake, a record's head, its
/// body, or the request within it.
enum SeveredConnection {
    /// What a client has got through before its connection broke.
    enum Outcome {
        /// It was reset as asked.
        case severed
        /// The whole request went out before, and this was the answer.
        case answered(String)
        /// The server ended it first.
        case closed
    }

    /// Sends the target's proper request and resets the connection once `limit` bytes have gone to the server, TLS's own
    /// included. Blocks; throws when the server does neither answer nor close in a minute.
    static func run(_ target: AttackTarget, after limit: Int) throws -> Outcome {
        // OpenSSL writes to one end of a pair, and what comes out at the other is passed on byte by byte.
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw PosixError("socketpair", errno: errno) }
        let near = Descriptor(owning: ends[0])
        let far = Descriptor(owning: ends[1])
        let server = try Descriptor.connecting(to: target.address)
        let deadline = MonotonicTime.now().adding(.seconds(60))
        guard try server.wait(for: Int32(POLLOUT), until: deadline), server.connectionError() == 0 else {
            throw PosixError("connect", errno: server.connectionError())
        }
        let session = try TLSSession.client(target.trust, descriptor: near.rawValue, host: target.address.host)
        var client = Client(request: target.request(fields: "Connection: close\r\n"))
        var passed = 0
        while passed < limit {
            if try client.step(session) { return .answered(client.answer) }
            // To the server, no more than the limit.
            while passed < limit, let bytes = take(far, atMost: limit - passed) {
                guard pass(bytes, to: server, until: deadline) else { return .closed }
                passed += bytes.count
            }
            if passed >= limit { break }
            guard try server.wait(for: Int32(POLLIN), until: deadline) else {
                throw PosixError("poll", message: "the server says nothing after \(passed) bytes")
            }
            guard let bytes = take(server, atMost: 65_536) else { continue }
            if bytes.isEmpty { return client.answer.isEmpty ? .closed : .answered(client.answer) }
            guard pass(bytes, to: far, until: deadline) else { return .closed }
        }
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(server.rawValue, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        return .severed
    }

    /// A request and its answer over a session, as far as they have come.
    private struct Client {
        private let request: [UInt8]
        private var sent = 0
        private var isShaken = false
        private var received: [UInt8] = []

        init(request: [UInt8]) { self.request = request }

        var answer: String { String(decoding: received, as: UTF8.self) }

        /// Goes as far as it can; true at the end of the answer.
        mutating func step(_ session: borrowing TLSSession) throws -> Bool {
            if !isShaken {
                guard case .done = try session.handshake() else { return false }
                isShaken = true
            }
            while sent < request.count {
                let step = try request.withUnsafeBytes { bytes in
                    try session.write(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
                }
                guard case .done(let count) = step else { return false }
                sent += count
            }
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let step = try buffer.withUnsafeMutableBytes { bytes in try session.read(into: bytes) }
                switch step {
                case .done(let count): received += buffer[..<count]
                case .closed: return true
                case .wantsRead, .wantsWrite: return false
                }
            }
        }
    }

    /// What can be read at once; empty at the end, nil when there is nothing.
    private static func take(_ descriptor: borrowing Descriptor, atMost limit: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: min(limit, 65_536))
        switch buffer.withUnsafeMutableBytes({ descriptor.receive(into: $0) }) {
        case .value(let count): return Array(buffer[..<count])
        case .wouldBlock: return nil
        case .failure: return []
        }
    }

    /// Sends all; false when the other side has gone.
    private static func pass(
        _ bytes: [UInt8], to descriptor: borrowing Descriptor, until deadline: MonotonicTime
    ) -> Bool {
        var sent = 0
        while sent < bytes.count {
            switch bytes.withUnsafeBytes({ descriptor.send(UnsafeRawBufferPointer(rebasing: $0[sent...])) }) {
            case .value(let count): sent += count
            case .wouldBlock:
                guard (try? descriptor.wait(for: Int32(POLLOUT), until: deadline)) == true else { return false }
            case .failure: return false
            }
        }
        return true
    }
}
