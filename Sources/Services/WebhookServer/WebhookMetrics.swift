import Admission
import Metrics

/// What operators see of the webhook's work. The set of labels is fixed: every outcome is there from the start.
struct WebhookMetrics: Sendable {
    private let requests: [AdmissionAnswer.Outcome: Counter]
    private let circles: [AdmissionAnswer.CircleOutcome: Counter]
    private let seconds: Histogram

    /// Makes the metrics in `registry`.
    init(_ registry: MetricsRegistry) {
        requests = registry.counters(
            "k8s_wait_admission_requests_total", help: "Admission reviews, by how they ended.", by: "outcome")
        circles = registry.counters(
            "k8s_wait_admission_circles_total",
            help: "Admission reviews of what waits for what waits for it, by what was done.", by: "outcome")
        seconds = registry.histogram(
            "k8s_wait_admission_seconds", help: "Time to decide about one admission review, without its transport.",
            bounds: [0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.1])
    }

    /// Counts one review.
    func count(_ answer: AdmissionAnswer, took: Duration) {
        requests[answer.outcome]?.increment()
        if let circle = answer.circle { circles[circle]?.increment() }
        seconds.observe(took / .seconds(1))
    }
}
