package import Policies

/// A policy as it was read last, and what stands in its way.
package struct PolicyStanding: Sendable {
    /// The policy.
    package let record: PolicyRecord
    /// Why it is ignored; empty for one that is in force here.
    package let mistakes: [PolicyMistake]

    /// A policy with what stands in its way.
    package init(_ record: PolicyRecord, mistakes: [PolicyMistake]) {
        self.record = record
        self.mistakes = mistakes
    }

    /// By what a replica says that it has this very version of the policy.
    package var mark: String { "\(record.uid):\(record.generation)" }
}
