import Policies

/// What is to become of the object under review.
struct AdmissionDecision: Sendable {
    /// The answer itself.
    enum Verdict: Sendable {
        /// The object is allowed as it is.
        case unchanged
        /// It is allowed with these changes.
        case patched([UInt8], AdmissionAnswer.Outcome)
        /// It is refused, with one or more sentences that say why and what to do.
        case denied(String)
    }

    /// The answer.
    var verdict: Verdict
    /// What whoever made the request is to hear; not said with a refusal.
    var warnings: [String] = []
    /// The workload whose pods wait after this; nil where they wait for nothing that can hold them for ever.
    var waiting: WaitingWorkload?
    /// What was found when it was asked whether these pods ever start.
    var circle: AdmissionAnswer.CircleOutcome?
    /// The policies that select the object and are only audited.
    var audited: [PolicyName] = []

    /// The object is allowed as it is.
    static func unchanged(warnings: [String]) -> AdmissionDecision {
        AdmissionDecision(verdict: .unchanged, warnings: warnings)
    }

    /// The object is allowed with changes.
    static func patched(
        _ patch: [UInt8], _ outcome: AdmissionAnswer.Outcome, warnings: [String]
    ) -> AdmissionDecision {
        AdmissionDecision(verdict: .patched(patch, outcome), warnings: warnings)
    }

    /// The object is refused, with one or more sentences that say why and what to do.
    static func denied(_ message: String) -> AdmissionDecision { AdmissionDecision(verdict: .denied(message)) }

    /// The same about an object after which pods of that workload wait.
    consuming func waiting(as workload: WaitingWorkload?) -> AdmissionDecision {
        waiting = workload
        return self
    }
}
