internal import Glibc

/// A directory of files for one test, removed with them when the last reference goes.
package final class TemporaryDirectory: Sendable {
    /// Its path.
    package let path: String

    /// Makes the directory. Throws when the system does not let it.
    package init() throws {
        let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(root)/k8s-wait-test.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ChildProcess.StartFailure(description: "no temporary directory in \(root): errno \(errno)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        guard let directory = opendir(path) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            unlink(file(name))
        }
        closedir(directory)
        rmdir(path)
    }

    /// The path of a file in it.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, readable by its owner only, and returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = file(name)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ChildProcess.StartFailure(description: "cannot write \(path): errno \(errno)")
        }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                throw ChildProcess.StartFailure(description: "cannot write \(path): errno \(errno)")
            }
            rest = rest.dropFirst(count)
        }
        return path
    }
}
