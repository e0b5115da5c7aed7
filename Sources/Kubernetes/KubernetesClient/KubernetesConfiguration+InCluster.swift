extension KubernetesConfiguration {
    /// Where the kubelet mounts a pod's service account.
    ///
    /// <https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/>
    package static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The configuration of a pod: the service account that is mounted into it. Token and CA are read again as they change.
    ///
    /// - Parameters:
    ///   - environment: looks up an environment variable.
    ///   - folder: where the service account is mounted.
    /// - Throws: outside a pod, or when the token or the CA cannot be read.
    package static func inCluster(
        environment: (String) -> String?, folder: String = serviceAccountFolder
    ) throws(KubernetesError) -> KubernetesConfiguration {
        guard let host = environment("KUBERNETES_SERVICE_HOST"), !host.isEmpty,
            let port = environment("KUBERNETES_SERVICE_PORT"), !port.isEmpty
        else {
            throw KubernetesError(
                .configuration,
                "this is not a pod (KUBERNETES_SERVICE_HOST and _PORT are not set), so name a kubeconfig with --kubeconfig"
            )
        }
        let bracketed = host.contains(":") ? "[\(host)]" : host
        var configuration = KubernetesConfiguration(server: try ServerAddress(url: "https://\(bracketed):\(port)"))
        configuration.token = .file("\(folder)/token")
        configuration.trust = .authorities(.file("\(folder)/ca.crt"))
        _ = try WatchedFile.bytes(of: "\(folder)/ca.crt")
        _ = try CurlCredentials.tokenText(WatchedFile.bytes(of: "\(folder)/token"))
        if let name = inClusterNamespace(folder: folder) { configuration.namespace = name }
        return configuration
    }

    /// The namespace of the pod that we are; nil outside a pod.
    package static func inClusterNamespace(folder: String = serviceAccountFolder) -> String? {
        guard let bytes = try? WatchedFile.bytes(of: "\(folder)/namespace") else { return nil }
        let name = bytes.prefix { $0 > 0x20 }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
