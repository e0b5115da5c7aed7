package import ArgumentParser
internal import Glibc
package import KubernetesClient

/// Which cluster is asked, and as whom.
package struct KubeconfigOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "kubeconfig; without it those of KUBECONFIG, else the pod's service account, else ~/.kube/config.",
            valueName: "file"),
        completion: .file())
    package var kubeconfig: String?

    @Option(help: ArgumentHelp("Context of the kubeconfig; without it its current one.", valueName: "name"))
    package var context: String?

    /// Nothing is said of either.
    package init() {}

    /// Neither is said.
    package var isEmpty: Bool { kubeconfig == nil && context == nil }

    /// What they come to. Throws where there is no such file or context.
    package func configuration() throws(KubernetesError) -> KubernetesConfiguration {
        try KubernetesConfiguration.load(kubeconfig: kubeconfig, context: context) { name in
            getenv(name).map { String(cString: $0) }
        }
    }
}
