package import Metrics
package import Policies

/// What operators see of policies.
package enum PolicyMetrics {
    /// Makes the metrics of `store` and of the pods of its policies in `registry`. `totals` are the numbers of all policies
    /// together, nil in a replica that does not count.
    package static func register(
        _ store: PolicyStore, totals: @escaping @Sendable () -> PolicyCensus.Counts?, in registry: MetricsRegistry
    ) {
        registry.collect(
            "k8s_wait_policies", kind: .gauge, help: "Policies in force here and those refused for mistakes, by state."
        ) {
            let standings = store.standings
            let refused = standings.count { !$0.mistakes.isEmpty }
            return [
                ([("state", "in-force")], Double(standings.count - refused)), ([("state", "refused")], Double(refused)),
            ]
        }
        registry.collect(
            "k8s_wait_policy_pods", kind: .gauge,
            help: "Pods that any policy selects, those of them that wait and those not gated, by state; leader only."
        ) {
            guard let totals = totals() else { return [] }
            let counts = [("matched", totals.matched), ("waiting", totals.waiting), ("ungated", totals.ungated)]
            return counts.map { ([("state", $0.0)], Double($0.1)) }
        }
    }
}
