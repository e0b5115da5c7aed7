internal import ArgumentParser
internal import Glibc
internal import Posix

/// Where manifests come from.
struct ManifestArguments: ParsableArguments {
    @Option(
        name: [.short, .customLong("filename")],
        help: ArgumentHelp(
            "Manifests to read: YAML or JSON, a folder of such files, or - for standard input. Can be given several times.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var files: [String]

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Namespace of objects that name none.", valueName: "name"))
    var namespace: String = "default"

    /// Refuses what would only be noticed later.
    func validate() throws {
        guard files.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("Standard input can be read once.") }
    }

    /// Everything that is to be read, in order.
    func read() throws -> [ManifestFile] {
        try files.flatMap(Self.read)
    }

    private static func read(_ path: String) throws -> [ManifestFile] {
        if path == "-" {
            return [
                try ManifestFile(name: "stdin", text: try FileContents.read("/dev/stdin", limit: ManifestFile.limit))
            ]
        }
        guard let names = names(inFolder: path) else {
            return [try ManifestFile(name: path, text: try FileContents.read(path, limit: ManifestFile.limit))]
        }
        guard !names.isEmpty else { throw Problem("\(path): there is no .yaml, .yml or .json file in this folder.") }
        return try names.map { name in
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            return try ManifestFile(name: file, text: try FileContents.read(file, limit: ManifestFile.limit))
        }
    }

    /// The manifests in a folder, in order; nil where it is no folder.
    private static func names(inFolder path: String) -> [String]? {
        guard let stream = opendir(path) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) { names.append(name) }
        }
        return names.sorted()
    }
}
