package import Metrics

/// What operators see of the Namespaces' defaults.
package enum NamespaceMetrics {
    /// Makes the metrics of `cache` in `registry`.
    package static func register(_ cache: NamespaceCache, in registry: MetricsRegistry) {
        registry.collect(
            "k8s_wait_namespaces_with_defaults", kind: .gauge, help: "Namespaces whose annotations say how pods wait."
        ) { [([], Double(cache.census.count))] }
        registry.collect(
            "k8s_wait_namespaces_current", kind: .gauge,
            help: "1 while what is known of the Namespaces is what the API server knows, else 0."
        ) { [([], cache.census.isCurrent ? 1 : 0)] }
    }
}
