/// The proof that a Job which is gone, its TTL having removed it, has completed: another pod of the waiting pod's own
/// controller and revision saw it.
///
/// Job memory finds it, by the rules of whose proof counts for whom; `JobRule` says whether the dependency accepts it.
package struct RememberedJob: Hashable, Sendable {
    /// Who saw it complete, as a message says it after "seen complete by": `an earlier pod of ReplicaSet shop/web-7d9f`.
    package let witness: String
    /// When it completed; nil if nobody knows.
    package let completedAt: Timestamp?

    /// A proof; the witness must be one line.
    package init(witness: String, completedAt: Timestamp?) {
        self.witness = witness
        self.completedAt = completedAt
    }
}
