package import Dependencies

/// Something that a look at the manifests needs to know of the cluster.
package enum ClusterQuestion: Hashable, Sendable {
    /// All objects of a kind in a namespace; the namespace is empty for a kind that has none.
    case objects(ClusterCollection, namespace: String)
    /// One Namespace, for its labels.
    case namespace(String)
    /// Whether the one object is there that a dependency names; it has no options.
    case object(Dependency)

    /// The namespace that it is about; empty where it is about none.
    package var namespace: String {
        switch self {
        case .objects(_, let namespace), .namespace(let namespace): namespace
        case .object(let dependency): dependency.namespace
        }
    }
}
