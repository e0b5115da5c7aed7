package import KubernetesClient
package import LiveWorkloads

/// Who is told of the pods that may ask, beside the state: what it keeps of them is too little for others.
package protocol GatedPodObserving: Sendable {
    /// Takes what their watch has told, in its order, before the state hears of it. Called on no loop, and by one task.
    func observe(_ events: [ReflectorEvent<LivePod>])
}
