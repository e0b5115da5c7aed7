package import Metrics

/// What operators see of the graph.
package enum LiveGraphMetrics {
    /// Makes the metrics of `graph` in `registry`.
    package static func register(_ graph: LiveGraph, in registry: MetricsRegistry) {
        registry.collect(
            "k8s_wait_circles_known", kind: .gauge,
            help:
                "1 once all Services and pods have been listed, so that pods that wait for each other are found, else 0."
        ) { [([], graph.isKnown ? 1 : 0)] }
        registry.collect(
            "k8s_wait_circles_forbidden", kind: .gauge,
            help:
                "1 while we may not list Services or pods, so that pods that wait for each other are not found, else 0."
        ) { [([], graph.forbidden.isEmpty ? 0 : 1)] }
        registry.collect(
            "k8s_wait_circles_objects", kind: .gauge,
            help: "What is kept to find pods that wait for each other, by kind."
        ) {
            let counts = graph.counts
            return [
                ([("kind", "pods")], Double(counts.pods)), ([("kind", "services")], Double(counts.services)),
                ([("kind", "workloads")], Double(counts.workloads)),
            ]
        }
    }
}
