internal import CLinux
internal import Glibc
internal import Locking
internal import Logging
package import Posix

/// Writes log lines to a descriptor from a thread of its own, so that a reader of the log that has stopped reading
/// never stops an event loop. What does not fit the bounded queue is dropped, and the log says how much was.
/// Thread-safe.
package final class LogWriter: Sendable {
    private struct Queue {
        var lines: [UInt8] = []
        var dropped = 0
    }

    /// How every line is written.
    package let format: LogFormat

    private let descriptor: Int32
    private let capacity: Int
    private let queue = Locked(Queue())
    /// Held while lines are on their way to the descriptor, so that `flush` cannot return before they are there.
    private let output = Locked(())
    private let wakeUp: Int32

    /// A writer to `descriptor`, which stays the caller's.
    ///
    /// - Parameters:
    ///   - format: how lines are written, by whoever writes them here.
    ///   - capacity: bytes that may wait to be written.
    /// - Throws: when the system gives no descriptor or thread.
    package init(descriptor: Int32, format: LogFormat, capacity: Int = 1 << 20) throws(PosixError) {
        self.descriptor = descriptor
        self.format = format
        self.capacity = capacity
        let number = try Syscall.require("eventfd") { eventfd(0, Int32(EFD_CLOEXEC)) }
        wakeUp = Int32(truncatingIfNeeded: number)
        try DetachedThread.start(name: "log") { [self] in run() }
    }

    /// Queues one line for writing; never blocks.
    package func write(_ line: [UInt8]) {
        let isFirst = queue.withLock { queue in
            guard queue.lines.count + line.count <= capacity else {
                queue.dropped += 1
                return false
            }
            queue.lines += line
            return queue.lines.count == line.count
        }
        if isFirst { eventfd_write(wakeUp, 1) }
    }

    /// Returns once everything queued before has been handed to the kernel; for the end of the process.
    package func flush() {
        output.withLock { _ in
            let (lines, dropped) = queue.withLock { queue in
                defer { queue = Queue() }
                return (queue.lines, queue.dropped)
            }
            BlockingOutput.write(lines, to: descriptor)
            guard dropped > 0 else { return }
            let line = format.line(
                time: LogTime.now(), level: .warning, logger: "log", message: "lines dropped: nobody read the log",
                fields: [("count", "\(dropped)")])
            BlockingOutput.write(line, to: descriptor)
        }
    }

    private func run() {
        var count = eventfd_t()
        while eventfd_read(wakeUp, &count) == 0 || errno == EINTR { flush() }
    }
}
