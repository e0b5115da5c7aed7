import Glibc
import Locking

/// A folder that is gone, with what was put into it, when the test is over.
final class TemporaryFolder: Sendable {
    /// The folder.
    let path: String
    private let entries = Locked<[String]>([])

    init() throws {
        var template = Array("/tmp/kubernetes-client-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw KubernetesClientTestError(message: "mkdtemp: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for entry in entries.withLock({ $0 }).reversed() { remove(entry) }
        remove(path)
    }

    /// Puts a file in place, in one step, and returns its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let temporary = "\(path)/.new"
        guard let file = fopen(temporary, "w") else { throw KubernetesClientTestError(message: "fopen: \(errno)") }
        fputs(text, file)
        fclose(file)
        return try move(temporary, to: name)
    }

    /// Makes a folder in it.
    func makeFolder(_ name: String) throws {
        guard mkdir("\(path)/\(name)", 0o700) == 0 else { throw KubernetesClientTestError(message: "mkdir: \(errno)") }
        entries.withLock { $0.append("\(path)/\(name)") }
    }

    /// Makes, or moves in one step, a symbolic link.
    func link(_ name: String, to target: String) throws {
        symlink(target, "\(path)/.new")
        try move("\(path)/.new", to: name)
    }

    /// Takes a file away.
    func delete(_ name: String) { remove("\(path)/\(name)") }

    @discardableResult
    private func move(_ temporary: String, to name: String) throws -> String {
        guard rename(temporary, "\(path)/\(name)") == 0 else {
            throw KubernetesClientTestError(message: "rename: \(errno)")
        }
        entries.withLock { $0.append("\(path)/\(name)") }
        return "\(path)/\(name)"
    }
}
