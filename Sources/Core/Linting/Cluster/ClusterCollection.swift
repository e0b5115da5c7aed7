/// Kinds of which all objects in a namespace, or in the cluster, have a say in what manifests' pods wait for.
package enum ClusterCollection: String, CaseIterable, Hashable, Sendable, Comparable {
    case service = "Service"
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case job = "Job"
    case cronJob = "CronJob"
    /// Only what their metadata says.
    case pod = "Pod"
    case autoscaler = "HorizontalPodAutoscaler"
    case policy = "WaitPolicy"
    case clusterPolicy = "ClusterWaitPolicy"

    /// Its objects are in namespaces.
    package var isNamespaced: Bool { self != .clusterPolicy }

    /// What makes pods, and pods: only who knows all of them knows that nothing stands behind a Service.
    static let makersOfPods: [ClusterCollection] = [.deployment, .statefulSet, .daemonSet, .job, .cronJob, .pod]

    /// By the order above.
    package static func < (one: ClusterCollection, other: ClusterCollection) -> Bool {
        (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
    }
}
