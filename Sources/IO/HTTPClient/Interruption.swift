import Glibc
package import Posix

/// Descriptors that, once one is readable, end every wait of a client at once: a signalfd, say. Nothing is read from
/// them here.
package struct Interruption: Hashable, Sendable {
    private let descriptor: Int32
    private let other: Int32

    /// Waits that the given descriptors interrupt, which must stay open as long as this is used; nil: that none does.
    package init(descriptor: Int32?, or other: Int32? = nil) {
        self.descriptor = descriptor ?? -1
        self.other = other ?? -1
    }

    /// Waits until `descriptor` is ready for `events` (poll(2)) and returns true, or until `deadline` and returns false.
    /// -1 as the descriptor waits for the deadline only.
    ///
    /// Throws `interrupted`; blocks the calling thread.
    package func wait(
        for descriptor: Int32, events: Int32, until deadline: MonotonicTime
    ) throws(HTTPClientError) -> Bool {
        while true {
            var entries = (
                pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: other, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
            )
            let count = withUnsafeMutableBytes(of: &entries) {
                poll($0.assumingMemoryBound(to: pollfd.self).baseAddress, 3, Self.milliseconds(until: deadline))
            }
            guard count >= 0 || errno == EINTR else {
                throw HTTPClientError(.connection, PosixError("poll", errno: errno).message)
            }
            if count > 0 {
                guard entries.0.revents == 0, entries.1.revents == 0 else {
                    throw HTTPClientError(.interrupted, "The wait was interrupted.")
                }
                return true
            }
            if MonotonicTime.now() >= deadline { return false }
        }
    }

    /// Rounded up, so that the last wait does not end a fraction early and spin.
    private static func milliseconds(until deadline: MonotonicTime) -> Int32 {
        let left = deadline.since(.now()).clampedNanoseconds
        guard left > 0 else { return 0 }
        return Int32(clamping: left / 1_000_000 + 1)
    }
}
