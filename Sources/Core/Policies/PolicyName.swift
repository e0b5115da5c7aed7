/// Which policy: its kind, namespace and name.
package struct PolicyName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Its kind.
    package let kind: PolicyKind
    /// Its namespace; empty for one of the cluster.
    package let namespace: String
    /// Its name.
    package let name: String

    /// The policy of that kind and name. Of one of the cluster the namespace does not matter.
    package init(_ kind: PolicyKind, namespace: String = "", name: String) {
        self.kind = kind
        self.namespace = kind == .cluster ? "" : namespace
        self.name = name
    }

    /// `ClusterWaitPolicy base`, `WaitPolicy shop/db`: how messages call it.
    package var description: String {
        namespace.isEmpty ? "\(kind.rawValue) \(name)" : "\(kind.rawValue) \(namespace)/\(name)"
    }

    /// `clusterwaitpolicy/base`, `waitpolicy/db`: how a pod's annotation calls it, which needs no namespace there.
    package var annotationItem: String { "\(kind.rawValue.lowercased())/\(name)" }

    /// By name; of one name, the cluster's before a namespace's.
    package static func < (one: PolicyName, other: PolicyName) -> Bool {
        (one.name, one.kind.rawValue, one.namespace) < (other.name, other.kind.rawValue, other.namespace)
    }
}
