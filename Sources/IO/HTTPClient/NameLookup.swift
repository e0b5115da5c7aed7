import CLinux
import Glibc
import Locking
import Posix

/// One getaddrinfo(3) on a thread of its own, since it blocks and cannot be called off: a DNS time-out then delays
/// neither a signal nor a deadline. The thread holds the lookup until it is done, however early its owner lets go.
final class NameLookup: Sendable {
    /// The name being looked up.
    let host: String
    private let port: UInt16
    private let result = Locked<Result<[SocketAddress], PosixError>?>(nil)
    /// An eventfd(2), readable once there is a result.
    private let event: Descriptor

    /// Begins to look `host` up. Throws when the system gives no descriptor or thread.
    static func start(host: String, port: UInt16) throws(PosixError) -> NameLookup {
        let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
        let number = try Syscall.require("eventfd") { eventfd(0, flags) }
        let lookup = NameLookup(host: host, port: port, event: Descriptor(owning: Int32(truncatingIfNeeded: number)))
        // getaddrinfo keeps its answers on the stack while they fit, 64 kB at the most.
        try DetachedThread.start(name: "name lookup", stackSize: 256 * 1024) { lookup.run() }
        return lookup
    }

    private init(host: String, port: UInt16, event: consuming Descriptor) {
        self.host = host
        self.port = port
        self.event = event
    }

    /// The descriptor to wait on until it is readable.
    var rawValue: Int32 { event.rawValue }

    /// The name's addresses or why there are none; nil while they are being looked for.
    var addresses: Result<[SocketAddress], PosixError>? { result.withLock { $0 } }

    private func run() {
        let addresses = Result { () throws(PosixError) in try SocketAddress.resolve(host: host, port: port) }
        result.withLock { $0 = addresses }
        var one: UInt64 = 1
        _ = withUnsafeBytes(of: &one) { event.write($0) }
    }
}
