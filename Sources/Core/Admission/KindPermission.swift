import Dependencies
import Encodings

/// Whether the operator lets pods wait for what a dependency names, as far as its text tells.
///
/// The webhook looks nothing up, so of a kind that only discovery knows it compares the group: an item that passes here
/// may still be refused by the server that judges it.
struct KindPermission: Sendable {
    private let allowed: AllowedKinds

    /// The operator's list.
    init(_ allowed: AllowedKinds) { self.allowed = allowed }

    /// Why dependencies may not be written, one sentence each.
    func mistakes(in dependencies: [Dependency]) -> [String] {
        dependencies.compactMap { dependency in
            guard !permits(dependency) else { return nil }
            let kind = dependency.kind == .resource ? dependency.resourceType : "\(dependency.kind.rawValue)s"
            return Excerpt.of(
                "\(Excerpt.of(dependency.description, limit: 100)): this server does not let pods wait for "
                    + "\(Excerpt.of(kind, limit: 60)); its operator can allow it by --allow-kinds.",
                limit: Diagnostic.maximumLength)
        }
    }

    /// Whether one dependency may be written, as far as its text tells.
    func permits(_ dependency: Dependency) -> Bool {
        guard dependency.kind == .resource else { return allowed.allows(dependency.kind) }
        guard !allowed.entries.isEmpty else { return false }
        // A word alone may be a short name of any kind.
        guard let dot = dependency.resourceType.utf8.firstIndex(of: UInt8(ascii: ".")) else { return true }
        let rest = dependency.resourceType[dependency.resourceType.index(after: dot)...]
        return allowed.entries.contains { rest == $0.group || rest.hasSuffix(".\($0.group)") }
    }
}
