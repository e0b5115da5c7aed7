import Dependencies
import Encodings

/// Whether the operator lets pods wait for what a dependency names, as far as its text tells.
///
/// The webhook looks nothing up, so of a kind that only discovery knows it compares the group: an item that passes here
/// may still be refused by the server that judges it.
struct KindPermission: Sendable {
    private let allowed: AllowedKinds
    private let crossing: CrossNamespacePolicy

    /// The operator's lists: of kinds, and of what may be asked of other namespaces.
    init(_ allowed: AllowedKinds, _ crossing: CrossNamespacePolicy) {
        self.allowed = allowed
        self.crossing = crossing
    }

    /// Why a pod of `namespace` may not write dependencies, one sentence each.
    func mistakes(in dependencies: [Dependency], from namespace: String) -> [String] {
        dependencies.indices.compactMap { index in
            guard let (refused, setting) = refusal(of: dependencies[index], from: namespace) else { return nil }
            return Excerpt.of(
                "\(Excerpt.of(dependencies[index].description, limit: 100)): this server does not let pods wait for "
                    + "\(Excerpt.of(refused, limit: 90)); its operator can allow it by \(setting).",
                limit: Diagnostic.maximumLength)
        }
    }

    /// Whether a pod of `namespace` may write one dependency, as far as its text tells.
    func permits(_ dependency: Dependency, from namespace: String) -> Bool {
        refusal(of: dependency, from: namespace) == nil
    }

    /// What is refused, and the setting that could allow it.
    private func refusal(of dependency: Dependency, from namespace: String) -> (what: String, setting: String)? {
        guard permitsKind(of: dependency) else {
            let kind = dependency.kind == .resource ? dependency.resourceType : "\(dependency.kind.rawValue)s"
            return (kind, "--allow-kinds")
        }
        return crossing.refusal(of: dependency, from: namespace).map { ($0.subject, "--cross-namespace") }
    }

    private func permitsKind(of dependency: Dependency) -> Bool {
        guard dependency.kind == .resource else { return allowed.allows(dependency.kind) }
        guard !allowed.entries.isEmpty else { return false }
        // A word alone may be a short name of any kind.
        guard let dot = dependency.resourceType.utf8.firstIndex(of: UInt8(ascii: ".")) else { return true }
        let rest = dependency.resourceType[dependency.resourceType.index(after: dot)...]
        return allowed.entries.contains { rest == $0.group || rest.hasSuffix(".\($0.group)") }
    }
}
