internal import ArgumentParser
internal import Glibc
internal import KubernetesClient

/// Which cluster is asked, and as whom.
struct KubeconfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("kubeconfig; without it those of KUBECONFIG, else ~/.kube/config.", valueName: "file"),
        completion: .file())
    var kubeconfig: String?

    @Option(help: ArgumentHelp("Context of the kubeconfig; without it its current one.", valueName: "name"))
    var context: String?

    /// What they come to. Throws where there is no such file or context.
    func configuration() throws(KubernetesError) -> KubernetesConfiguration {
        try KubernetesConfiguration.load(kubeconfig: kubeconfig, context: context) { name in
            getenv(name).map { String(cString: $0) }
        }
    }
}
