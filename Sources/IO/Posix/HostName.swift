import Glibc

/// What this host, or this container, is called.
package enum HostName {
    /// gethostname(2).
    package static func current() throws(PosixError) -> String {
        // HOST_NAME_MAX of limits.h is 64 on Linux.
        var buffer = [CChar](repeating: 0, count: 256)
        try Syscall.require("gethostname") { gethostname(&buffer, buffer.count - 1) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
