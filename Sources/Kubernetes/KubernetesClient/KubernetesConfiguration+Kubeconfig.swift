extension KubernetesConfiguration {
    /// The configuration that was asked for, else the one at hand: the file named, else those of `KUBECONFIG`, else the
    /// pod's service account, else `~/.kube/config`.
    ///
    /// - Parameters:
    ///   - kubeconfig: the file that the user named; nil for none.
    ///   - context: the context of the file to use; nil for its current one.
    ///   - environment: looks up an environment variable.
    package static func load(
        kubeconfig: String?, context: String? = nil, environment: (String) -> String?
    ) throws(KubernetesError) -> KubernetesConfiguration {
        if let kubeconfig, !kubeconfig.isEmpty { return try Self.kubeconfig(path: kubeconfig, context: context) }
        let paths = (environment("KUBECONFIG") ?? "").split(separator: ":").map(String.init)
        if !paths.isEmpty { return try Self.kubeconfig(paths: paths, context: context) }
        if environment("KUBERNETES_SERVICE_HOST") != nil { return try inCluster(environment: environment) }
        if let path = environment("HOME").map({ "\($0)/.kube/config" }), KubeconfigFile.exists(path) {
            return try Self.kubeconfig(path: path, context: context)
        }
        return try inCluster(environment: environment)
    }

    /// The configuration of a kubeconfig file.
    ///
    /// <https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/>
    /// - Parameter context: the context to use; nil for the file's current one.
    package static func kubeconfig(path: String, context: String? = nil) throws(KubernetesError)
        -> KubernetesConfiguration
    {
        try Kubeconfig([KubeconfigFile(path: path)]).configuration(context: context)
    }

    /// The configuration of the files that `KUBECONFIG` lists: the first that has a name wins, files that do not exist
    /// are passed over.
    ///
    /// <https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files>
    package static func kubeconfig(
        paths: [String], context: String? = nil
    ) throws(KubernetesError) -> KubernetesConfiguration {
        var files: [KubeconfigFile] = []
        for path in paths where KubeconfigFile.exists(path) { files.append(try KubeconfigFile(path: path)) }
        guard !files.isEmpty else {
            throw KubernetesError(
                .configuration, "none of the files of KUBECONFIG exists: \(paths.joined(separator: ":"))")
        }
        return try Kubeconfig(files).configuration(context: context)
    }
}
