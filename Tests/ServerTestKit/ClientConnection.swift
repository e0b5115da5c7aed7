import Glibc
import Posix
import TLS

/// One connection of a test's client. Every wait ends after a minute, so that a test fails rather than hangs.
struct ClientConnection: ~Copyable {
    private var socket: Descriptor?
    private var session: TLSSession?
    private var number: Int32 = -1
    private var unread: [UInt8] = []

    /// Why a step failed.
    struct Failure: Error, CustomStringConvertible {
        /// The step, and what came instead, as a failed test shows it.
        let description: String

        /// A failure that shows exactly `description`.
        init(_ description: String) { self.description = description }
    }

    /// Connects, and shakes hands when `tls` is given. It comes from `source`, or from an address that the system chooses.
    mutating func connect(
        to address: SocketAddress, from source: SocketAddress? = nil, tls: TLSClientContext?
    ) throws {
        let descriptor = try Descriptor.connecting(to: address, from: source)
        number = descriptor.rawValue
        guard try descriptor.wait(for: Int32(POLLOUT), until: Self.limit) else {
            throw Failure("cannot connect in time")
        }
        guard descriptor.connectionError() == 0 else {
            throw PosixError("connect \(address)", errno: descriptor.connectionError())
        }
        socket = consume descriptor
        guard let tls else { return }
        session = try TLSSession.client(tls, descriptor: number, host: address.host)
        while true {
            switch try session?.handshake() {
            case .done: return
            case .wantsRead: try wait(Int32(POLLIN))
            case .wantsWrite: try wait(Int32(POLLOUT))
            case .closed, nil: throw Failure("closed during the handshake")
            }
        }
    }

    /// Sends all bytes.
    mutating func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let step = try bytes.withUnsafeBytes { try write(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
            switch step {
            case .done(let count): sent += count
            case .wantsRead: try wait(Int32(POLLIN))
            case .wantsWrite: try wait(Int32(POLLOUT))
            case .closed: throw Failure("the peer has closed: \(sent) of \(bytes.count) bytes were sent")
            }
        }
    }

    /// Waits until the peer's system has all that was sent, whether or not the peer has looked at it.
    func settle() throws {
        let deadline = Self.limit
        var left: Int32 = 0
        repeat {
            guard ioctl(number, UInt(TIOCOUTQ), &left) == 0 else { throw PosixError("ioctl TIOCOUTQ", errno: errno) }
            guard MonotonicTime.now() < deadline else { throw Failure("\(left) bytes were not taken in a minute") }
            if left > 0 { usleep(200) }
        } while left > 0
    }

    /// Reads until the peer closes.
    mutating func readToEnd() throws -> String {
        while try receive() {}
        defer { unread = [] }
        return String(decoding: unread, as: UTF8.self)
    }

    /// Reads up to and with `pattern`.
    mutating func read(until pattern: String) throws -> String {
        let wanted = Array(pattern.utf8)
        while true {
            if let end = Self.end(of: wanted, in: unread) {
                defer { unread.removeFirst(end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            guard try receive() else {
                throw Failure("closed before \"\(pattern)\", after: \(String(decoding: unread, as: UTF8.self))")
            }
        }
    }

    /// Reads one answer with Content-Length.
    mutating func readAnswer() throws -> String {
        let head = try read(until: "\r\n\r\n")
        let name = "content-length: "
        let line = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix(name) }
        guard let line, let count = Int(line.dropFirst(name.count)) else { return head }
        while unread.count < count {
            guard try receive() else { throw Failure("closed in the body of: \(head)") }
        }
        defer { unread.removeFirst(count) }
        return head + String(decoding: unread[..<count], as: UTF8.self)
    }

    /// Whether the peer has closed, or said something unasked: nothing more can be sent then.
    var isSpent: Bool {
        (try? socket?.wait(for: Int32(POLLIN), until: MonotonicTime.now())) != false
    }

    /// Ends the sending direction.
    mutating func finishSending() {
        _ = session?.shutdown()
        socket?.shutdownWriting()
    }

    /// Closes at once.
    mutating func close() {
        session = nil
        socket = nil
    }

    /// Closes with a reset.
    mutating func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    private static var limit: MonotonicTime { MonotonicTime.now().adding(.seconds(60)) }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws -> TLSProgress {
        if let step = try session?.write(bytes) { return step }
        return try Self.progress(socket?.send(bytes) ?? .failure(EBADF), blockedBy: .wantsWrite)
    }

    /// False at the end of the stream.
    private mutating func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let step = try buffer.withUnsafeMutableBytes { bytes in
                if let step = try session?.read(into: bytes) { return step }
                return try Self.progress(socket?.receive(into: bytes) ?? .failure(EBADF), blockedBy: .wantsRead)
            }
            switch step {
            case .done(0), .closed: return false
            case .done(let count):
                unread += buffer[..<count]
                return true
            case .wantsRead: try wait(Int32(POLLIN))
            case .wantsWrite: try wait(Int32(POLLOUT))
            }
        }
    }

    private func wait(_ events: Int32) throws {
        guard try socket?.wait(for: events, until: Self.limit) == true else {
            throw Failure("nothing came in a minute")
        }
    }

    private static func progress(_ result: SyscallResult, blockedBy: TLSProgress) throws -> TLSProgress {
        switch result {
        case .value(let count): return .done(count)
        case .wouldBlock: return blockedBy
        case .failure(let number): throw PosixError("the connection", errno: number)
        }
    }

    private static func end(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard !pattern.isEmpty, bytes.count >= pattern.count else { return nil }
        for start in 0...(bytes.count - pattern.count)
        where bytes[start..<start + pattern.count].elementsEqual(pattern) { return start + pattern.count }
        return nil
    }
}
