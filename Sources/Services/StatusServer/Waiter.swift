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
