import Glibc

/// An open file descriptor: closed once, when its owner ends.
package struct Descriptor: ~Copyable, Sendable {
    /// The number to pass to system calls. It stays open only as long as this value lives.
    package let rawValue: Int32

    /// Takes over a descriptor that the caller has opened and will not close.
    package init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    deinit {
        // close(2) is not repeated on EINTR: on Linux the number is free by then and may be somebody else's.
        if rawValue >= 0 { _ = close(rawValue) }
    }
}

extension Descriptor {
    /// recv(2): 0 is the peer's end of stream.
    package borrowing func receive(into buffer: UnsafeMutableRawBufferPointer) -> SyscallResult {
        Syscall.attempt { recv(rawValue, buffer.baseAddress, buffer.count, 0) }
    }

    /// send(2) with MSG_NOSIGNAL, so that a peer that has gone is an error value and never a signal.
    package borrowing func send(_ bytes: UnsafeRawBufferPointer) -> SyscallResult {
        Syscall.attempt { Glibc.send(rawValue, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// read(2), for descriptors that are not sockets.
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) -> SyscallResult {
        Syscall.attempt { Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
    }

    /// write(2), for descriptors that are not sockets. Needs SIGPIPE ignored on a pipe.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) -> SyscallResult {
        Syscall.attempt { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
    }

    /// Waits by poll(2) until one of `events` (`POLLIN`, `POLLOUT`) or an error condition holds. False when `deadline`
    /// has passed first; nil waits without limit. Blocks its thread: for programs without an event loop.
    package borrowing func wait(for events: Int32, until deadline: MonotonicTime?) throws(PosixError) -> Bool {
        while true {
            var milliseconds: Int32 = -1
            if let deadline {
                // Rounded up, so that the last wait does not end a fraction early and spin.
                let left = deadline.nanoseconds &- MonotonicTime.now().nanoseconds
                milliseconds = Int32(clamping: max(0, left.addingReportingOverflow(999_999).partialValue / 1_000_000))
            }
            var entry = pollfd(fd: rawValue, events: Int16(truncatingIfNeeded: events), revents: 0)
            let count = Glibc.poll(&entry, 1, milliseconds)
            if count > 0 { return true }
            if count < 0, errno != EINTR { throw PosixError("poll", errno: errno) }
            if let deadline, MonotonicTime.now() >= deadline { return false }
        }
    }
}
