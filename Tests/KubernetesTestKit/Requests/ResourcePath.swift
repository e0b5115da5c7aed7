/// The parts of a resource's path: `/apis/batch/v1/namespaces/shop/jobs/migrate/status`.
package struct ResourcePath: Hashable, Sendable {
    /// The API group, empty for the core group.
    package let group: String
    /// The version.
    package let version: String
    /// The namespace, empty at the cluster scope.
    package let namespace: String
    /// The plural name of the resource.
    package let plural: String
    /// The object's name, empty for a collection.
    package let name: String
    /// What follows the name, empty for the object itself.
    package let subresource: String

    /// The path whose parts after group and version are these; there is at least one.
    package init(group: String, version: String, _ parts: ArraySlice<String>) {
        self.group = group
        self.version = version
        var parts = parts
        var namespace = ""
        let isBelowNamespace =
            parts.count > 2 && parts.first == "namespaces"
            && !["status", "finalize"].contains(parts[parts.startIndex + 2])
        if isBelowNamespace {
            parts.removeFirst()
            namespace = parts.removeFirst()
        }
        plural = parts.popFirst() ?? ""
        name = parts.popFirst() ?? ""
        subresource = parts.joined(separator: "/")
        // A Namespace is in itself, as far as authorization and admission go.
        self.namespace = namespace
    }

    /// The object's key.
    package var key: ObjectKey { ObjectKey(namespace: namespace, name: name) }
}
