package import Dependencies

/// What a rule knows beside the objects: the time, and the wait for which it judges.
package struct JudgementContext {
    /// The present wall-clock time.
    package var now: Timestamp
    /// When this wait began.
    package var waitBegan: Timestamp
    /// The namespace of the waiting pod.
    package var podNamespace: String
    /// The node that the waiting pod is bound to; nil as long as none is known.
    package var nodeName: String?
    /// The Jobs that this wait has seen complete, in this connection or an earlier one.
    package var completedJobs: Set<CompletedJob>
    /// The waiting pod's own labels: value by key.
    package var podLabel: (String) -> String?
    /// The names of all objects of a kind in the waiting pod's own namespace. Called only when a hint is due.
    package var namesInPodNamespace: (DependencyKind) -> [String]

    /// A context; without look-ups the pod has no labels and its namespace no names.
    package init(
        now: Timestamp, waitBegan: Timestamp, podNamespace: String, nodeName: String? = nil,
        completedJobs: Set<CompletedJob> = [], podLabel: @escaping (String) -> String? = { _ in nil },
        namesInPodNamespace: @escaping (DependencyKind) -> [String] = { _ in [] }
    ) {
        self.now = now
        self.waitBegan = waitBegan
        self.podNamespace = podNamespace
        self.nodeName = nodeName
        self.completedJobs = completedJobs
        self.podLabel = podLabel
        self.namesInPodNamespace = namesInPodNamespace
    }
}
