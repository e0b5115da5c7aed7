package import Metrics

/// What operators see of policies.
package enum PolicyMetrics {
    /// Makes the metrics of `store` in `registry`.
    package static func register(_ store: PolicyStore, in registry: MetricsRegistry) {
        registry.collect(
            "k8s_wait_policies", kind: .gauge, help: "Policies in force here and those refused for mistakes, by state."
        ) {
            let standings = store.standings
            let refused = standings.count { !$0.mistakes.isEmpty }
            return [
                ([("state", "in-force")], Double(standings.count - refused)), ([("state", "refused")], Double(refused)),
            ]
        }
    }
}
