import Glibc

/// Whole small files: certificates, tokens, settings.
package enum FileContents {
    /// Reads a file to its end.
    ///
    /// Throws `PosixError`, whose message names the path, when it cannot be opened or read or has more than `limit` bytes:
    /// a path that turns out to be a device or a log must not fill the memory.
    package static func read(_ path: String, limit: Int = 4 << 20) throws(PosixError) -> [UInt8] {
        let number = try Syscall.require("open \(path)") { open(path, O_RDONLY | O_CLOEXEC) }
        let file = Descriptor(owning: Int32(truncatingIfNeeded: number))
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = try Syscall.require("read \(path)") {
                chunk.withUnsafeMutableBytes { Glibc.read(file.rawValue, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else {
                throw PosixError("read \(path)", message: "\(path) has more than \(limit) bytes")
            }
        }
    }

    /// Replaces the contents of a file, which is made if there is none, and so are its directories.
    ///
    /// Written in place: the path may be a mount of its own, which nothing can be renamed over. Throws when not everything
    /// could be written.
    package static func write(_ bytes: [UInt8], to path: String) throws(PosixError) {
        for index in path.indices.dropFirst() where path[index] == "/" {
            let directory = String(path[..<index])
            if case .failure(let number) = Syscall.attempt({ mkdir(directory, 0o777) }), number != EEXIST {
                throw PosixError("mkdir \(directory)", errno: number)
            }
        }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let number = try Syscall.require("open \(path)") { open(path, flags, 0o666) }
        let file = Descriptor(owning: Int32(truncatingIfNeeded: number))
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try Syscall.require("write \(path)") {
                rest.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }
}
