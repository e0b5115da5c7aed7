import Encodings

/// Reads the first word of an item: what is meant.
///
/// One file extends it for the objects of Kubernetes, one for what the client probes itself.
struct TargetParser {
    /// What a target says.
    struct Target: Hashable {
        /// The object's namespace; empty where the kind has none.
        var namespace: String
        /// Which object, or which objects.
        var target: DependencyTarget
        /// A Service's port, when it was written after a colon.
        var port: PortReference?
        /// The text could mean something else to people who come from another tool.
        var isPortOrName = false
    }

    /// The kind of what is waited for.
    let kind: DependencyKind
    /// Where an object is when its namespace is not written; nil where it must be.
    let defaultNamespace: String?

    /// The target that a word names.
    func parse(_ word: SourceText) throws(Mistake) -> Target {
        guard word.count > 0 else {
            throw Mistake(.invalidName, at: word.column, "The \(kind.displayName)'s name is empty.")
        }
        switch kind.grammar.family {
        case .service, .object, .resource: return try object(word)
        case .clusterObject: return Target(namespace: "", target: .name(try clusterObject(word)))
        case .address: return Target(namespace: "", target: try HostAddress.parse(word))
        case .url: return Target(namespace: "", target: .url(try URLText.checked(word)))
        case .host: return Target(namespace: "", target: .host(try HostName.resolvable(word)))
        case .path: return Target(namespace: "", target: .path(try FilePath.checked(word)))
        case .container:
            return Target(namespace: "", target: .name(try kind.grammar.names.checked(word, kind.displayName)))
        }
    }
}
