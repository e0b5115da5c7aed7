import Readiness

/// That pods of one controller revision saw a Job complete. It never stops being true; it is dropped when no pod can be
/// made any more to which it matters.
package struct CompletionFact: Hashable, Sendable {
    /// What a fact is about: there is one for each key.
    struct Key: Hashable, Sendable {
        /// The revision whose pods saw it.
        let controller: PodController.Identity
        /// The Job, by the UID of its namespace: one that was created anew is another.
        let job: JobKey
    }

    /// A Job by name, and the labels that it had to carry.
    struct JobKey: Hashable, Sendable {
        /// The UID of the Job's namespace.
        let namespaceUID: String
        /// The Job's name.
        let name: String
        /// Which labels it had to carry, as `CompletionRequirement` says it.
        let match: String
    }

    /// Which facts `remember=always` looks at: those of a workload of that kind and name.
    struct OwnerKey: Hashable, Sendable {
        /// The UID of the workload's namespace.
        let namespaceUID: String
        /// Its kind and name.
        let owner: PodController.Owner
        /// The Job.
        let job: JobKey
    }

    /// The revision whose pods saw it.
    let controller: PodController
    /// The UID of the controller's namespace.
    let homeUID: String
    /// The Job.
    let job: JobKey
    /// The UID of the Job that was seen complete.
    let jobUID: String
    /// When it completed; nil if that is not known.
    let completedAt: Timestamp?
    /// The pods that saw it ask with `remember=always`, or for a time: it matters to later revisions too.
    let isShared: Bool

    /// What it is about.
    var key: Key { Key(controller: controller.identity, job: job) }

    /// How `remember=always` finds it.
    var ownerKey: OwnerKey { OwnerKey(namespaceUID: homeUID, owner: controller.owner, job: job) }

    /// Whether it says more than another fact of the same key: a later completion, or that it is shared.
    func supersedes(_ other: CompletionFact) -> Bool {
        if jobUID == other.jobUID { return isShared && !other.isShared }
        guard let completedAt else { return false }
        return other.completedAt.map { $0 < completedAt } ?? true
    }

    /// What both say together: the later completion, shared if one of them is.
    func merged(with other: CompletionFact) -> CompletionFact {
        let newer = supersedes(other) ? self : other
        return CompletionFact(
            controller: newer.controller, homeUID: newer.homeUID, job: newer.job, jobUID: newer.jobUID,
            completedAt: newer.completedAt, isShared: isShared || other.isShared)
    }
}
