import Glibc

/// Why a system call failed.
package struct PosixError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call and, where it helps, what it was for: `bind 127.0.0.1:8443`.
    package let operation: String
    /// The value of errno(3) right after the call; 0 for a failure that has none.
    package let errno: Int32
    /// One sentence with the offending value and what to do about it.
    package let message: String

    /// An error of `operation` whose message is the system's text for `errno`.
    package init(_ operation: String, errno: Int32) {
        self.operation = operation
        self.errno = errno
        self.message = "\(operation): \(Self.text(of: errno))"
    }

    /// An error that the system has no number for: a bad address, a name that does not resolve.
    package init(_ operation: String, message: String) {
        self.operation = operation
        self.errno = 0
        self.message = message
    }

    package var description: String { message }

    /// strerror_r(3): the system's text for an error number. Safe from any thread.
    package static func text(of errno: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress, strerror_r(errno, base, buffer.count) == 0 else {
                return "error \(errno)"
            }
            return String(cString: base)
        }
    }
}
