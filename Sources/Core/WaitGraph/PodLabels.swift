/// The labels that say nothing of what pods do.
package enum PodLabels {
    /// What controllers give each pod, or each revision of a workload.
    /// <https://kubernetes.io/docs/reference/labels-annotations-taints/>
    private static let distinguishing: Set<String> = [
        "apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index", "controller-revision-hash", "controller-uid",
        "pod-template-generation", "pod-template-hash", "rollouts-pod-template-hash",
        "statefulset.kubernetes.io/pod-name",
    ]

    /// Whether a label only tells the pods of one workload apart, or is our own: no template has it, so no workload of a
    /// graph does, and it is not looked into who is selected by it.
    package static func isLeftOut(_ key: String) -> Bool { distinguishing.contains(key) || key.hasPrefix("wait.k8s/") }
}
