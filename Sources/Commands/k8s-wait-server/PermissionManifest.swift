internal import KubernetesClient

/// The roles that the server's service account needs, as YAML for `kubectl apply`.
struct PermissionManifest {
    /// The name of both roles.
    static let name = "k8s-wait"

    /// For the whole cluster.
    let cluster: [PermissionRule]
    /// For our own namespace.
    let own: [PermissionRule]
    /// That namespace.
    let namespace: String

    /// Two documents, with a comment for each rule.
    var yaml: String {
        """
        # What k8s-wait-server needs: bind both to its service account. Discovery is open to every account already.
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: \(Self.name)
        \(Self.rules(cluster))
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: \(Self.name)
          namespace: \(Self.quoted(namespace))
        \(Self.rules(own))

        """
    }

    private static func rules(_ rules: [PermissionRule]) -> String {
        var lines = ["rules:"]
        for rule in rules {
            lines.append("  # \(rule.purpose)")
            lines.append("  - apiGroups: [\(quoted(rule.group))]")
            lines.append("    resources: [\(quoted(rule.resource))]")
            if !rule.names.isEmpty {
                lines.append("    resourceNames: [\(rule.names.map(quoted).joined(separator: ", "))]")
            }
            lines.append("    verbs: [\(rule.verbs.map { quoted($0.rawValue) }.joined(separator: ", "))]")
        }
        return lines.joined(separator: "\n")
    }

    /// All that is quoted are DNS names and the star, which need no escapes.
    private static func quoted(_ text: String) -> String { "\"\(text)\"" }
}
