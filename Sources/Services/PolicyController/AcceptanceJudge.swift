internal import Encodings
package import Policies

/// What the status of a policy has to say of whether it is accepted.
package enum AcceptanceJudge {
    /// What is known of the replicas.
    package enum Replicas: Sendable {
        /// This one is the only one, or cannot know of others.
        case alone
        /// Others may be there; who, is not known yet.
        case unknown
        /// These are.
        case known(ReplicaRoster)
    }

    /// The longest message, in characters: the API server takes 32,768.
    private static let longestMessage = 1024

    /// The status of a policy that this replica has, its numbers as they are. `now` is the roster's time, `date` the wall
    /// clock's.
    package static func status(
        of standing: PolicyStanding, _ replicas: Replicas, now: Duration, date: String
    ) -> PolicyStatus {
        let record = standing.record
        let (verdict, reason, message) = verdict(on: standing, replicas, now)
        let before = record.status.acceptance
        var status = record.status
        status.acceptance = PolicyStatus.Acceptance(
            verdict, generation: record.generation, reason: reason, message: Excerpt.of(message, limit: longestMessage),
            since: before?.verdict == verdict ? before?.since ?? date : date)
        switch verdict {
        case .accepted:
            let isKept = record.status.isAccepted(record.generation)
            status.inForceSince = isKept ? record.status.inForceSince ?? date : date
        case .pending, .refused: status.inForceSince = nil
        }
        return status
    }

    /// Whether a policy that has not been accepted in this generation would be now.
    package static func wouldAccept(_ standing: PolicyStanding, _ replicas: Replicas, now: Duration) -> Bool {
        !standing.record.status.isAccepted(standing.record.generation)
            && verdict(on: standing, replicas, now).0 == .accepted
    }

    private static func verdict(
        on standing: PolicyStanding, _ replicas: Replicas, _ now: Duration
    ) -> (PolicyStatus.Acceptance.Verdict, reason: String, message: String) {
        guard standing.mistakes.isEmpty, let policy = standing.record.policy else {
            let shown = standing.mistakes.prefix(5).map(\.description).joined(separator: " ")
            let more = standing.mistakes.count - 5
            return (.refused, "Invalid", more > 0 ? "\(shown) And \(more) more." : shown)
        }
        // A replica that has come since is not ready before it has all policies.
        let isAccepted = standing.record.status.isAccepted(standing.record.generation)
        switch isAccepted ? .alone : replicas {
        case .alone: break
        case .unknown: return (.pending, "WaitingForReplicas", "Which replicas there are is not known yet.")
        case .known(let roster):
            let lacking = roster.lacking(standing.mark, at: now)
            guard lacking.isEmpty else {
                let names = lacking.prefix(3).joined(separator: ", ") + (lacking.count > 3 ? ", ..." : "")
                return (
                    .pending, "WaitingForReplicas",
                    "\(roster.count(at: now) - lacking.count) of \(roster.count(at: now)) replicas have it; not yet \(names)."
                )
            }
        }
        let meaning =
            policy.mode == .enforce
            ? "Every pod that it selects and that is created from now on waits."
            : "Of every pod that it selects and that is created from now on it is said what it would wait for."
        return (.accepted, "InForce", ([meaning] + policy.warnings.prefix(4)).joined(separator: " "))
    }
}
