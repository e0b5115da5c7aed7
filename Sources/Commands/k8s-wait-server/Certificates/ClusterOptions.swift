internal import ArgumentParser
internal import CertificateAuthority
internal import CommandOptions
internal import KubernetesClient
internal import Logging

/// Where the servers whose certificates are meant are: as they themselves have it.
struct ClusterOptions: ParsableArguments {
    /// Which cluster they serve.
    @OptionGroup var cluster: KubeconfigOptions

    @Option(
        help: ArgumentHelp("The servers' namespace; by default that of this pod, else k8s-wait.", valueName: "name"))
    var namespace: NameArgument?

    @Option(help: ArgumentHelp("The Secret with their certificate authorities.", valueName: "name"))
    var tlsSecret: NameArgument = .init("k8s-wait-authorities")

    @Option(help: ArgumentHelp("Their MutatingWebhookConfiguration; none where there is none.", valueName: "name"))
    var webhookConfiguration: NameArgument = .init("k8s-wait")

    /// Asks the cluster's API server.
    ///
    /// - Throws: when it is not known where that is.
    func client() throws -> KubernetesClient {
        try KubernetesClient(
            configuration: cluster.configuration(),
            logger: Logger(label: "kubernetes") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The Secret.
    func secret(_ client: KubernetesClient) -> AuthoritySecret {
        let own = namespace?.text ?? KubernetesConfiguration.inClusterNamespace() ?? PermissionManifest.name
        return AuthoritySecret(client: client, namespace: own, name: tlsSecret.text)
    }

    /// The configuration's name; nil where there is none.
    var configuration: String? { webhookConfiguration.text == "none" ? nil : webhookConfiguration.text }
}
