import CLinux
import Glibc

/// Threads that nobody joins: for what blocks, and for loops.
package enum DetachedThread {
    /// What tells of a fault of the running thread itself.
    private static let faults = [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS]

    /// Runs `body` on a new thread. Signals are left to the other threads, but for those of the thread's own faults, so
    /// that a crash is still reported.
    ///
    /// - Parameters:
    ///   - name: what ps(1) shows, cut to 15 bytes.
    ///   - stackSize: in bytes; nil for the system's, usually 8 MiB of address space.
    /// - Throws: when the system gives no thread; `body` has not run then, and will not.
    package static func start(
        name: String, stackSize: Int? = nil, _ body: @escaping @Sendable () -> Void
    ) throws(PosixError) {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { throw PosixError("pthread_attr_init", errno: ENOMEM) }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        // The new thread inherits the mask of this one.
        var blocked = sigset_t()
        var previous = sigset_t()
        sigfillset(&blocked)
        for fault in faults { sigdelset(&blocked, fault) }
        pthread_sigmask(SIG_SETMASK, &blocked, &previous)
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, main, start.toOpaque())
        pthread_sigmask(SIG_SETMASK, &previous, nil)
        guard status == 0 else {
            start.release()
            throw PosixError("pthread_create", errno: status)
        }
    }

    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        _ = k8s_wait_name_thread(String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
        start.body()
        return nil
    }
}
