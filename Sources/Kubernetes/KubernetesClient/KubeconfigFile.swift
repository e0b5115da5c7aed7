import Glibc

/// One kubeconfig file: its contents, and the folder that its relative paths start from.
struct KubeconfigFile: Sendable {
    /// The file, for messages.
    let path: String
    /// What it says.
    let root: YAMLValue

    /// Reads a file. Throws when it is away or broken.
    init(path: String) throws(KubernetesError) {
        do {
            try self.init(path: path, text: WatchedFile.bytes(of: path))
        } catch {
            throw KubernetesError(.configuration, "the kubeconfig \(path) cannot be used: \(error.message)")
        }
    }

    /// A file whose contents are known.
    init(path: String, text: [UInt8]) throws(KubernetesError) {
        self.path = path
        root = try YAMLValue.read(text) ?? .mapping([])
    }

    /// Whether there is such a file, readable or not.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// A path of the file, made absolute where it starts from the file's folder.
    func resolve(_ other: String) -> String {
        if other.hasPrefix("/") { return other }
        guard let slash = path.lastIndex(of: "/") else { return other }
        return String(path[...slash]) + other
    }
}
