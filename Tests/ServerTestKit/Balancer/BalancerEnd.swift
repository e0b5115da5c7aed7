import Glibc
import Posix

/// One of the two sockets of a connection through a balancer, and what is to be sent to it.
final class BalancerEnd {
    private var socket: Descriptor?
    private var outgoing: [UInt8] = []
    private var sent = 0
    /// Nothing more comes from it.
    private(set) var hasEnded = false
    /// Nothing more will be given to it.
    private var mustFinish = false
    private var hasFinished = false
    /// It has failed.
    private(set) var isBroken = false
    /// There is room for what comes from it.
    var mayRead = true

    // What one side may send ahead of the other.
    private static let room = 256 * 1_024

    /// Takes over an open socket.
    init(_ socket: consuming Descriptor) {
        self.socket = consume socket
    }

    /// The socket's number; -1 once it is closed.
    var number: Int32 { socket?.rawValue ?? -1 }

    /// Whether bytes from it are of use now.
    var wantsToRead: Bool { !hasEnded && mayRead }

    /// Whether there is something to send to it.
    var wantsToWrite: Bool { sent < outgoing.count }

    /// More can be given to it.
    var hasRoom: Bool { outgoing.count - sent < Self.room }

    /// Everything has come and gone.
    var isDone: Bool { hasEnded && hasFinished }

    /// How a connect(2) that has ended went: 0 when it is connected.
    var connectionError: Int32 { socket?.connectionError() ?? EBADF }

    /// What has come from it; empty when nothing can be read now.
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        switch buffer.withUnsafeMutableBytes({ socket?.receive(into: $0) ?? .failure(EBADF) }) {
        case .value(0): hasEnded = true
        case .value(let count): return Array(buffer[..<count])
        case .wouldBlock: break
        case .failure: isBroken = true
        }
        return []
    }

    /// Gives it more to send.
    func give(_ bytes: [UInt8]) {
        outgoing += bytes
        flush()
    }

    /// Nothing follows what was given.
    func finish() {
        mustFinish = true
        flush()
    }

    /// Sends what it takes.
    func flush() {
        while sent < outgoing.count {
            let result = outgoing.withUnsafeBytes { bytes in
                socket?.send(UnsafeRawBufferPointer(rebasing: bytes[sent...])) ?? .failure(EBADF)
            }
            switch result {
            case .value(let count): sent += count
            case .wouldBlock: return
            case .failure:
                isBroken = true
                return
            }
        }
        outgoing.removeAll(keepingCapacity: false)
        sent = 0
        guard mustFinish, !hasFinished else { return }
        hasFinished = true
        socket?.shutdownWriting()
    }

    /// Closes it by a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        socket = nil
    }
}
