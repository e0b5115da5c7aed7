/// A kubeconfig file with one cluster and one user
/// (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/).
package enum Kubeconfig {
    /// The file's text. `authority` is PEM, empty for a server without TLS; `token` nil for a server that asks for none.
    package static func text(server: String, authority: [UInt8], token: String?) -> String {
        var cluster: JSONValue = ["server": .string(server)]
        if !authority.isEmpty { cluster["certificate-authority-data"] = .string(Base64.encode(authority)) }
        let user: JSONValue = token.map { ["token": .string($0)] } ?? [:]
        return """
            apiVersion: v1
            kind: Config
            clusters:
            - name: fake
              cluster:
            \(lines(cluster, indent: "    "))
            users:
            - name: admin
              user:\(user == [:] ? " {}" : "\n" + lines(user, indent: "    "))
            contexts:
            - name: fake
              context:
                cluster: fake
                user: admin
            current-context: fake

            """
    }

    private static func lines(_ object: JSONValue, indent: String) -> String {
        (object.object ?? JSONObject()).map { "\(indent)\($0.key): \($0.value.text)" }.joined(separator: "\n")
    }
}
