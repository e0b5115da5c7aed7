import Glibc
import Posix
import Synchronization

/// A server on the loopback interface that does to a connection whatever a test says, one thread a connection.
final class LoopbackServer: Sendable {
    /// One accepted connection, with blocking calls.
    struct Connection: Sendable {
        let descriptor: Int32

        /// One request, head and body, as text; nil when the peer has closed.
        func readRequest() -> String? {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
                guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
                bytes.append(byte)
            }
            let head = String(decoding: bytes, as: UTF8.self)
            let length =
                head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                .flatMap { Int($0.dropFirst(16)) } ?? 0
            for _ in 0..<length {
                guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
                bytes.append(byte)
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// Sends all of a text; false when the peer has gone.
        @discardableResult
        func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        /// Sends all bytes; false when the peer has gone.
        @discardableResult
        func send(_ bytes: [UInt8]) -> Bool {
            var start = 0
            while start < bytes.count {
                let count = bytes[start...].withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { return false }
                start += count
            }
            return true
        }

        /// Sends bytes until the peer takes no more of them for a while, or all are sent; returns how many were.
        func sendUntilStalled(_ total: Int) -> Int {
            let piece = [UInt8](repeating: 0x61, count: 1 << 16)
            var sent = 0
            while sent < total {
                let count = Glibc.send(
                    descriptor, piece, min(piece.count, total - sent),
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
                if count > 0 { sent += count }
                var waiter = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if count < 0, poll(&waiter, 1, 200) == 0 { break }
            }
            return sent
        }

        /// Sends one whole answer.
        func answer(_ status: String = "200 OK", _ headers: [String] = [], body: String = "{}") {
            let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
            send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        }

        /// Sends the head of a chunked answer.
        func beginChunked() { send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") }

        /// Sends one chunk.
        @discardableResult
        func chunk(_ text: String) -> Bool {
            send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
        }

        /// Cuts the connection, whatever was being said.
        func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

        /// Waits until the peer closes.
        func waitForClose() { while readRequest() != nil {} }
    }

    /// The port it listens on.
    let port: Int
    private let descriptor: Int32
    private let accepted = Atomic<Int>(0)

    /// Listens, and calls `serve` with each connection; when it returns the connection is closed.
    init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw KubernetesClientTestError(message: "cannot listen: \(errno)") }
        self.descriptor = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        try DetachedThread.start(name: "loopback") { [self] in
            while true {
                let peer = accept(descriptor, nil, nil)
                if peer < 0 { return }
                accepted.add(1, ordering: .relaxed)
                let isServed: Void? = try? DetachedThread.start(name: "loopback peer") {
                    serve(Connection(descriptor: peer))
                    close(peer)
                }
                if isServed == nil { close(peer) }
            }
        }
    }

    /// How many connections there have been.
    var connections: Int { accepted.load(ordering: .relaxed) }

    /// Ends listening, so that the accepting thread ends.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// Something that a blocking thread waits for and a test opens, or the other way round.
final class Gate: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var both: [Int32] = [0, 0]
        pipe(&both)
        ends = (both[0], both[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    /// Lets one waiter through.
    func open() {
        var byte: UInt8 = 0
        write(ends.write, &byte, 1)
    }

    /// Blocks the thread until the gate is opened.
    func wait() {
        var byte: UInt8 = 0
        _ = read(ends.read, &byte, 1)
    }
}

/// What the tests themselves throw.
struct KubernetesClientTestError: Error {
    let message: String
}
