package import Dependencies

/// The pods that a policy is for. Every part must hold; a part that is nil or empty holds for all.
package struct PolicySelector: Hashable, Sendable {
    /// What the pod's labels must be.
    package var labels: LabelSelector?
    /// The kind of the workload that it belongs to: `Deployment`, `StatefulSet`, …, or of its controller.
    package var ownerKind: String?
    /// That workload's name.
    package var ownerName: String?
    /// The namespaces, by name; only in a policy of the cluster.
    package var namespaces: [String] = []
    /// What the labels of the pod's Namespace must be; only in a policy of the cluster.
    package var namespaceLabels: LabelSelector?

    /// All pods.
    package init() {}

    /// Whether a pod is selected, as far as the pod itself tells: all but the labels of its Namespace.
    package func matches(_ pod: PodTraits) -> Bool {
        guard namespaces.isEmpty || namespaces.contains(pod.namespace), matchesOwner(of: pod) else { return false }
        return labels?.matches(pod.label) ?? true
    }

    /// Kind and name must be those of one and the same owner.
    private func matchesOwner(of pod: PodTraits) -> Bool {
        guard ownerKind != nil || ownerName != nil else { return true }
        return pod.owners.contains { owner in
            (ownerKind ?? owner.kind) == owner.kind && (ownerName ?? owner.name) == owner.name
        }
    }
}
