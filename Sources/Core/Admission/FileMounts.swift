import Dependencies
import Encodings

/// The volumes that the injected container needs in order to see the files that it waits for.
struct FileMounts: Sendable {
    /// The mounts, without repetition.
    private(set) var mounts: [VolumeMount] = []
    /// The files that cannot be seen, one sentence each.
    private(set) var mistakes: [String] = []
    /// Their paths.
    private(set) var unseen: Set<String> = []
    /// The files that may be others than is meant.
    private(set) var warnings: [String] = []

    /// Looks for the mounts that cover the files among the dependencies: in the containers, then in the init containers.
    init(for dependencies: [Dependency], in spec: PodSpec, _ body: Span<UInt8>) {
        var files: [String] = []
        for dependency in dependencies where dependency.kind == .file {
            if case .path(let path) = dependency.target { files.append(path) }
        }
        guard !files.isEmpty else { return }
        var candidates: [(container: String, mount: VolumeMount)] = []
        for entry in spec.containers.entries + spec.initContainers.entries
        where entry.name != GateMark.containerName.description {
            candidates += VolumeMount.list(of: body.extracting(entry.bytes)).map { (entry.name, $0) }
        }
        for file in files {
            do throws(Unseen) { try cover(file, from: candidates) } catch {
                unseen.insert(file)
                mistakes.append(error.message)
            }
        }
    }

    private mutating func cover(
        _ file: String, from candidates: [(container: String, mount: VolumeMount)]
    ) throws(Unseen) {
        let shown = "file \(Excerpt.quoted(file, limit: 80))"
        guard !file.split(separator: "/").contains("..") else {
            throw Unseen(message: "\(shown) goes up by \"..\"; write its path without that.")
        }
        // Within one container the innermost mount holds the file; the first container that has one counts.
        let covering = candidates.filter { $0.mount.covers(file) }
        guard let first = covering.first?.container,
            let mount = covering.filter({ $0.container == first }).map(\.mount)
                .max(by: { $0.path.utf8.count < $1.path.utf8.count })
        else {
            throw Unseen(
                message:
                    "\(shown): no container of the pod mounts a volume at this path or above it, so nothing can wait for it."
            )
        }
        if let variable = Self.foreignVariable(in: mount.subPathExpression ?? "") {
            throw Unseen(
                message:
                    "\(shown) is in a mount whose subPathExpr names \(Excerpt.of(variable, limit: 30)), which k8s-wait has not."
            )
        }
        if let other = covering.first(where: { $0.mount.path == mount.path && $0.mount != mount }) {
            warnings.append(
                "\(shown): containers \(Excerpt.of(first, limit: 30)) and \(Excerpt.of(other.container, limit: 30)) mount "
                    + "different volumes there; the first one's counts.")
        }
        guard !mounts.contains(mount) else { return }
        if mounts.contains(where: { $0.path == mount.path }) {
            throw Unseen(
                message: "\(shown) needs another volume at \(Excerpt.quoted(mount.path)) than a file before it.")
        }
        mounts.append(mount)
    }

    /// Why a file cannot be seen.
    private struct Unseen: Error {
        let message: String
    }

    /// The first variable of an expression that the injected container does not have from the pod itself.
    private static func foreignVariable(in expression: String) -> String? {
        for part in expression.split(separator: "$").dropFirst(expression.hasPrefix("$") ? 0 : 1) {
            guard part.hasPrefix("("), let end = part.firstIndex(of: ")") else { continue }
            let name = String(part[part.index(after: part.startIndex)..<end])
            if ContainerEnvironment.podFields[name] == nil { return name }
        }
        return nil
    }
}
