package import Dependencies

/// Whether a PersistentVolumeClaim is bound (kubernetes.io/docs/concepts/storage/persistent-volumes).
package enum VolumeClaimRule {
    /// Judges a claim: Bound, and not being deleted.
    ///
    /// A claim whose StorageClass says WaitForFirstConsumer binds when a pod that mounts it is scheduled. That may be the
    /// waiting pod itself, which is scheduled before it begins to wait; the message of a pending claim says so.
    package static func judge(
        _ dependency: Dependency, claim: VolumeClaimRecord?, context: JudgementContext
    ) -> Judgement {
        guard !dependency.isJudgedAsResource else { return Selection.notJudged(dependency) }
        return Selection.judge(dependency, claim.map { [$0] } ?? [], context) { claim, name in
            switch claim.phase {
            case .bound:
                return Judgement(Verdict(.ready, .bound, "\(name) is bound"))
            case .lost:
                let message =
                    "\(name) has lost its volume; it is not bound again: restore the volume or make a new claim"
                return Judgement(Verdict(.stalled, .lost, message))
            case .pending where claim.hasSelectedNode:
                let message = "\(name) is not bound yet: its volume is being made for the node of a pod that mounts it"
                return Judgement(Verdict(.waiting, .notBound, message))
            case .pending:
                let hint = "with WaitForFirstConsumer it binds once a pod that mounts it is scheduled"
                return Judgement(Verdict(.waiting, .notBound, "\(name) is not bound yet; \(hint)"))
            }
        }
    }
}
