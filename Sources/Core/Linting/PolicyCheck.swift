import Policies

/// Checks that policies can be put in force.
struct PolicyCheck {
    /// The objects.
    let inventory: Inventory

    /// What is wrong with them, each at its field.
    var findings: [LintFinding] {
        inventory.policies.flatMap { policy -> [LintFinding] in
            guard let record = policy.record else {
                return [inventory.finding(.badPolicy, policy.entry, at: nil, "This is no policy: it has no name.")]
            }
            return record.mistakes.map { mistake in
                inventory.finding(
                    .badPolicy, policy.entry, at: policy.offset(ofField: mistake.field), mistake.description)
            }
                + (record.policy?.warnings ?? []).map {
                    inventory.finding(.doubtfulPolicy, policy.entry, at: policy.offset(ofField: "spec"), $0)
                }
        }
    }
}
