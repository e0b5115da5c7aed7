import Posix

/// Runs code that blocks on a thread of its own, so that no event loop stands still.
enum BlockingCall {
    /// Runs `body` on a new thread and waits for its result without blocking the caller's thread.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            do throws(PosixError) {
                try DetachedThread.start(name: "blocking call") { continuation.resume(returning: body()) }
            } catch {
                // No thread to be had: better slow than never.
                continuation.resume(returning: body())
            }
        }
    }
}
