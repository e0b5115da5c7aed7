/// By what a container of a pod is known: the pod's UID and the container's name. It refers to the pod that has both.
struct WaitingPodKey: Hashable, Sendable {
    private let pod: any WaitingPod

    /// The key of that container.
    init(_ pod: any WaitingPod) { self.pod = pod }

    static func == (first: WaitingPodKey, second: WaitingPodKey) -> Bool {
        first.pod === second.pod || first.pod.uid == second.pod.uid && first.pod.container == second.pod.container
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(pod.uid)
        hasher.combine(pod.container)
    }
}
