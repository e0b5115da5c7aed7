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
        try lookup.startThread()
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

    private func startThread() throws(PosixError) {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { throw PosixError("pthread_attr_init", errno: ENOMEM) }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // getaddrinfo keeps its answers on the stack while they fit, 64 kB at the most.
        pthread_attr_setstacksize(&attributes, 256 * 1024)
        let context = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { context in
                if let context { Unmanaged<NameLookup>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            throw PosixError("pthread_create", errno: status)
        }
    }

    private func run() {
        let addresses = Result { () throws(PosixError) in try SocketAddress.resolve(host: host, port: port) }
        result.withLock { $0 = addresses }
        var one: UInt64 = 1
        _ = withUnsafeBytes(of: &one) { event.write($0) }
    }
}
