package import Dependencies
package import Readiness

/// The memory of finished Jobs, as the status server asks and tells it.
///
/// Both are called while the state judges, on its loop, and so must be quick and wait for nothing.
package protocol JobRemembering: Sendable {
    /// The proof that a Job, which is named and absent, has completed for pods like the one that asks; nil for none.
    ///
    /// When the answer has changed without an event of the Job or of a gated pod, the memory has the state judge the Job
    /// again: `ClusterState.reconsider`.
    ///
    /// - Parameter siblings: the gated pods with the asking pod's controller, itself among them.
    func remembered(_ job: Dependency, for asker: JobAsker, siblings: () -> [GatedPod], now: Timestamp)
        -> RememberedJob?

    /// A wait has seen a Job complete with its own eyes. Told once for all waits to whom it says the same.
    func saw(_ sighting: JobSighting)
}

/// What of a pod decides whether another pod's sight of a Job counts for it.
package struct JobAsker: Hashable, Sendable {
    /// The pod's namespace.
    package let namespace: String
    /// What made the pod.
    package let controller: ControllerReference
    /// The value of the pod's label that `match=pod:LABEL` names, if the dependency has that.
    package let label: String?
}

/// That a wait has seen a Job complete.
package struct JobSighting: Hashable, Sendable {
    /// Whose wait it was.
    package let asker: JobAsker
    /// What the wait asked of the Job.
    package let dependency: Dependency
    /// The Job's UID.
    package let uid: ObjectUID
    /// When it completed; nil if it does not say.
    package let completedAt: Timestamp?
}
