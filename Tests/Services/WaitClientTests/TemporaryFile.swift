import Glibc
import Posix

/// A file that goes with its owner.
struct TemporaryFile: ~Copyable {
    /// Where it is.
    let path: String

    /// Makes a file of these bytes.
    init(_ bytes: [UInt8] = []) throws {
        var template = Array("/tmp/k8s-wait-test-XXXXXX".utf8CString)
        let number = try Syscall.require("mkstemp") { mkstemp(&template) }
        let file = Descriptor(owning: Int32(truncatingIfNeeded: number))
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = bytes.withUnsafeBytes { file.write($0) }
    }

    deinit { unlink(path) }

    /// What it holds, up to 64 kB.
    borrowing func contents() throws -> String {
        let path = path
        let number = try Syscall.require("open \(path)") { open(path, O_RDONLY) }
        let file = Descriptor(owning: Int32(truncatingIfNeeded: number))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        guard case .value(let count) = buffer.withUnsafeMutableBytes({ file.read(into: $0) }) else { return "" }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Puts another file of these bytes in its place, in one step.
    borrowing func replace(_ bytes: [UInt8]) throws {
        let other = try TemporaryFile(bytes)
        let (old, new) = (path, other.path)
        try Syscall.require("rename") { rename(new, old) }
    }

    /// Its lines, empty ones left out.
    borrowing func lines() throws -> [String] { try contents().split(separator: "\n").map(String.init) }
}
