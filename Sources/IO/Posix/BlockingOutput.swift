import Glibc

/// Standard output and standard error, and what else a program prints to.
package enum BlockingOutput {
    /// Writes to a descriptor that stays the caller's: one write(2) where the kernel takes everything at once. Blocks.
    ///
    /// What a full disk or a closed pipe does not take is lost: nothing ends for its log.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let result = rest.withUnsafeBytes { part in
                Syscall.attempt { Glibc.write(descriptor, part.baseAddress, part.count) }
            }
            guard case .value(let count) = result, count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
