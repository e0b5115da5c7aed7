import CLinux
import Glibc
import Posix

/// Starts threads.
enum LoopThread {
    /// Runs `body` on a new detached thread named `name`, cut to 15 bytes.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) throws(PosixError) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let status = pthread_create(&thread, &attributes, LoopThread.main, start.toOpaque())
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
        _ = k8s_wait_name_thread(String(start.name.utf8.prefix(15)) ?? "loop")
        start.body()
        return nil
    }
}
