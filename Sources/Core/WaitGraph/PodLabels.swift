package import Readiness

/// Which labels of a pod are those of all pods of its workload, and say what selects them.
package enum PodLabels {
    /// A pod's labels without those that are left out, in the order of their keys. Of two with the same key the last holds.
    package static func packed(_ labels: [(key: String, value: String)]) -> PackedLabels {
        var packed = PackedLabels()
        var last: String?
        for (key, value) in labels where !isLeftOut(key) {
            // The API server sends them in order, but whoever asks it may not have.
            if let last, last >= key {
                let others = labels.lazy.filter { !isLeftOut($0.key) }.map { ($0.key, $0.value) }
                return PackedLabels(Dictionary(others, uniquingKeysWith: { $1 }))
            }
            packed.append(key, value)
            last = key
        }
        return packed
    }

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
