import Glibc
import TLS

extension LoopbackServer {
    /// A server that answers one request a connection over TLS with `{}`.
    ///
    /// - Parameter onRequest: gets each request's head.
    static func secure(
        _ context: TLSServerContext, onRequest: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> LoopbackServer {
        try LoopbackServer { connection in
            try? connection.answerSecurely(context, onRequest)
        }
    }
}

extension LoopbackServer.Connection {
    fileprivate func answerSecurely(_ context: TLSServerContext, _ onRequest: (String) -> Void) throws {
        let session = try TLSSession.server(context, descriptor: descriptor)
        guard try finish({ () throws(TLSError) in try session.handshake() }) != nil else { return }
        var request: [UInt8] = []
        while !request.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = try buffer.withUnsafeMutableBytes { bytes in
                try finish { () throws(TLSError) in try session.read(into: bytes) }
            }
            guard let count else { return }
            request += buffer[..<count]
        }
        onRequest(String(decoding: request, as: UTF8.self))
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".utf8)
        _ = try answer.withUnsafeBytes { bytes in try finish { () throws(TLSError) in try session.write(bytes) } }
        _ = session.shutdown()
    }

    /// Repeats a step until it is done, waiting on the socket in between; nil when the peer has closed.
    private func finish(_ step: () throws(TLSError) -> TLSProgress) throws(TLSError) -> Int? {
        while true {
            switch try step() {
            case .done(let count): return count
            case .closed: return nil
            case .wantsRead: wait(POLLIN)
            case .wantsWrite: wait(POLLOUT)
            }
        }
    }

    private func wait(_ events: Int32) {
        var waiter = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        poll(&waiter, 1, -1)
    }
}
