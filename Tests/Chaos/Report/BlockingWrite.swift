import Glibc

/// Writes to the standard streams, with no buffer in between: a row is seen when it is there.
enum BlockingWrite {
    /// Writes all bytes, as far as anybody takes them.
    static func all(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Tells on standard error what is going on, so that standard output holds rows and nothing else.
func say(_ text: String) { BlockingWrite.all(Array("chaos: \(text)\n".utf8), to: 2) }
