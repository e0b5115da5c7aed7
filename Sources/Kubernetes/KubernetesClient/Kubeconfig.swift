/// One or more kubeconfig files, merged as kubectl does: for every name, the first file that has it.
///
/// <https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/>
struct Kubeconfig: Sendable {
    private let files: [KubeconfigFile]

    /// The files, in order of precedence.
    init(_ files: [KubeconfigFile]) {
        self.files = files
    }

    /// The configuration of a context.
    ///
    /// - Parameter name: the context; nil for the current one.
    func configuration(context name: String?) throws(KubernetesError) -> KubernetesConfiguration {
        var name = name
        if name == nil { name = try currentContext() }
        guard let name else {
            throw refusal("it has no current-context; name one with `kubectl config use-context`")
        }
        let context = try entry(of: "contexts", named: name, "context")
        guard let clusterName = try context.text("cluster") else { throw refusal("context \"\(name)\" has no cluster") }
        let cluster = try entry(of: "clusters", named: clusterName, "cluster")
        guard let url = try cluster.text("server") else { throw refusal("cluster \"\(clusterName)\" has no server") }

        var configuration = KubernetesConfiguration(server: try ServerAddress(url: url))
        configuration.trust = try trust(cluster)
        configuration.serverName = try cluster.text("tls-server-name")
        configuration.proxyURL = try cluster.text("proxy-url")
        configuration.namespace = try context.text("namespace") ?? "default"
        if let user = try context.text("user") {
            try addCredentials(entry(of: "users", named: user, "user"), to: &configuration)
        }
        if configuration.token != nil, !configuration.server.isEncrypted, !configuration.server.isLoopback {
            throw refusal("it would send a token unencrypted to \(configuration.server); use https")
        }
        return configuration
    }

    private func currentContext() throws(KubernetesError) -> String? {
        for file in files {
            guard let value = file.root["current-context"] else { continue }
            guard case .scalar(let text, _) = value else { throw refusal("its current-context is not a text") }
            if !text.isEmpty { return text }
        }
        return nil
    }

    private func entry(of list: String, named name: String, _ kind: String) throws(KubernetesError) -> KubeconfigEntry {
        for file in files {
            guard let value = file.root[list] else { continue }
            guard case .sequence(let items) = value else { throw refusal("its \(list) are not a list") }
            for item in items {
                guard case .scalar(name, _)? = item["name"] else { continue }
                return KubeconfigEntry(file: file, title: "\(kind) \"\(name)\"", value: item[kind] ?? .mapping([]))
            }
        }
        throw refusal("it has no \(kind) \"\(name)\"")
    }

    // MARK: The cluster

    private func trust(_ cluster: KubeconfigEntry) throws(KubernetesError) -> KubernetesConfiguration.Trust {
        let authorities = try cluster.material("certificate-authority")
        guard try cluster.flag("insecure-skip-tls-verify") else {
            return authorities.map { .authorities($0) } ?? .system
        }
        guard authorities == nil else {
            throw refusal(
                "\(cluster.title) has both a certificate-authority and insecure-skip-tls-verify; remove one of them")
        }
        return .nothing
    }

    // MARK: The user

    private func addCredentials(
        _ user: KubeconfigEntry, to configuration: inout KubernetesConfiguration
    ) throws(KubernetesError) {
        for key in ["exec", "auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra"]
        where user.has(key) {
            throw refusal(
                "\(user.title) has \(key), which is not supported; supported are token, tokenFile, client-certificate and "
                    + "client-key (or their -data forms): make a service account's token with `kubectl create token`")
        }
        if let path = try user.text("tokenFile") {
            configuration.token = .file(user.file.resolve(path))
        } else if let token = try user.text("token") {
            configuration.token = .bytes(Array(try CurlCredentials.tokenText(Array(token.utf8)).utf8))
        }
        let chain = try user.material("client-certificate")
        let privateKey = try user.material("client-key")
        switch (chain, privateKey) {
        case (let chain?, let privateKey?):
            configuration.clientCertificate = .init(chain: chain, privateKey: privateKey)
        case (nil, nil): break
        default: throw refusal("\(user.title) has one of client-certificate and client-key; both are needed")
        }
    }

    private func refusal(_ why: String) -> KubernetesError {
        let names = files.map(\.path).joined(separator: ":")
        return KubernetesError(.configuration, "the kubeconfig \(names) cannot be used: \(why)")
    }
}
