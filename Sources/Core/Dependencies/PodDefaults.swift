/// What the server's settings say where a pod says nothing; nil leaves it to the pod's restartPolicy.
package struct PodDefaults: Hashable, Sendable {
    /// How long to wait.
    package var timeout: TimeLimit?
    /// What to do when the time is over.
    package var onTimeout: TimeoutPolicy?
    /// What to do when a dependency has failed for good.
    package var onFailure: FailurePolicy?
    /// Where the waiting container stands.
    package var position: ContainerPosition

    /// Settings of which those left out follow the pod's restartPolicy.
    package init(
        timeout: TimeLimit? = nil, onTimeout: TimeoutPolicy? = nil, onFailure: FailurePolicy? = nil,
        position: ContainerPosition = .first
    ) {
        self.timeout = timeout
        self.onTimeout = onTimeout
        self.onFailure = onFailure
        self.position = position
    }
}
