/// Where an object is in its collection: namespace (empty for cluster-wide resources) and name.
package struct ObjectKey: Hashable, Comparable, Sendable {
    /// The namespace, empty at the cluster scope.
    package let namespace: String
    /// The name.
    package let name: String

    /// The key of an object.
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// The key below the collection's prefix in etcd, which lists are sorted by: `/shop/web-0`, or `/db`.
    package var path: String { namespace.isEmpty ? "/\(name)" : "/\(namespace)/\(name)" }

    package static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
}
