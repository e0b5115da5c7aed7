import Readiness

/// One wait's interest in one dependency: what it brings to the judgement, and what came out last.
struct Waiter: Sendable {
    /// Whose interest it is.
    let wait: WaitID
    /// The dependency's place in the wait's question, from 0.
    let index: Int
    /// When the wait began.
    let began: Timestamp
    /// What of the pod and of its past the judgement depends on.
    var perspective: Perspective
    /// What was shown last.
    var line: VerdictLine?
    /// When to judge again without an event.
    var reviewAt: Timestamp?
}

/// What a judgement depends on beside the cluster's objects and time. Waiters with equal perspectives that began at the
/// same moment get the same judgement.
struct Perspective: Hashable, Sendable {
    /// The pod's namespace. Only a missing object is judged by it, for the hint at near names.
    var podNamespace: String
    /// The value of the pod's label that `match=pod:LABEL` names; nil if the pod has none, or the dependency compares none.
    var label: String?
    /// The Jobs that this wait has seen complete for this dependency.
    var completedJobs: Set<CompletedJob> = []
}
