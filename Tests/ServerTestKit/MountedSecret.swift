internal import Glibc

/// A directory in which the kubelet keeps the files of a Secret for a container: each is a link through `..data` into a
/// directory of its own, and an update swaps that one link (kubernetes.io/docs/concepts/configuration/secret, "Mounted
/// Secrets are updated automatically").
package final class MountedSecret {
    private let directory: TemporaryDirectory
    private let names: [String]
    private var version = 0

    /// A mounted Secret with these files, by their names.
    package init(_ files: [String: [UInt8]]) throws {
        directory = try TemporaryDirectory()
        names = files.keys.sorted()
        try publish(files)
        for name in names { try link("..data/\(name)", name) }
    }

    deinit { empty(version) }

    /// The path of a file, which stays.
    package func file(_ name: String) -> String { directory.file(name) }

    /// Swaps all files at once for others of the same names, and removes the old ones.
    package func publish(_ files: [String: [UInt8]]) throws {
        let next = version + 1
        guard mkdir(directory.file(folder(next)), 0o755) == 0 else { throw Self.failure("mkdir") }
        for name in names { try directory.write("\(folder(next))/\(name)", files[name] ?? []) }
        try link(folder(next), "..data_tmp")
        guard rename(directory.file("..data_tmp"), directory.file("..data")) == 0 else { throw Self.failure("rename") }
        empty(version)
        version = next
    }

    private func folder(_ number: Int) -> String { "..2026_11_21_20_00_0\(number)" }

    private func link(_ target: String, _ name: String) throws {
        guard symlink(target, directory.file(name)) == 0 else { throw Self.failure("symlink") }
    }

    private func empty(_ number: Int) {
        for name in names { unlink(directory.file("\(folder(number))/\(name)")) }
        rmdir(directory.file(folder(number)))
    }

    private static func failure(_ call: String) -> ChildProcess.StartFailure {
        .init(description: "\(call): errno \(errno)")
    }
}
