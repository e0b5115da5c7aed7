import Dependencies
import Readiness

extension MemoryRecord {
    /// What proves to one pod that a Job, which is gone, has completed; nil if nothing does.
    ///
    /// A pod of the same controller revision must have seen it. With `remember=always` one of any revision of an owner of
    /// that kind and name is enough; with a time its completion must be known to be no older; with `false` nothing is.
    ///
    /// - Parameters:
    ///   - job: the Job, with the labels that it had to carry.
    ///   - controller: the waiting pod's.
    ///   - homeUID: the UID of the waiting pod's namespace.
    ///   - remember: what the dependency says of it.
    ///   - now: the present wall-clock time.
    func proof(
        of job: CompletionFact.JobKey, for controller: PodController, homeUID: String, remember: Remembrance?,
        now: Timestamp
    ) -> RememberedJob? {
        let own = self[CompletionFact.Key(controller: controller.identity, job: job)]
        let ownerKey = CompletionFact.OwnerKey(namespaceUID: homeUID, owner: controller.owner, job: job)
        switch remember {
        case .never:
            return nil
        case nil:
            return own.map { $0.proof(for: controller) }
        case .always:
            return (own ?? newest(of: ownerKey)).map { $0.proof(for: controller) }
        case .seconds(let limit):
            // The newest of the owner is never older than the pod's own, which is one of them.
            guard let fact = newest(of: ownerKey) ?? own, let completedAt = fact.completedAt,
                now.seconds(since: completedAt) <= limit
            else { return nil }
            return fact.proof(for: controller)
        }
    }
}

extension CompletionFact {
    /// The proof that this fact is to a pod of a controller.
    fileprivate func proof(for other: PodController) -> RememberedJob {
        let owner = controller.owner
        let name =
            controller.identity == other.identity
            ? controller.displayName : "\(owner.kind) \(controller.namespace)/\(owner.name)"
        return RememberedJob(witness: "an earlier pod of \(name)", completedAt: completedAt)
    }
}
