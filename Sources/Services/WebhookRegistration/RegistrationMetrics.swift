internal import Metrics

/// What operators see of our registration.
struct RegistrationMetrics: Sendable {
    /// How many entries are not as they should be.
    let drift: Gauge
    /// How many entries the configuration has.
    let entries: Gauge
    private let writes: [WriteOutcome: Counter]

    /// What became of a patch; the raw value is its metric label.
    enum WriteOutcome: String, CaseIterable, Sendable {
        /// Stored.
        case mended
        /// Somebody had changed the configuration since it was read, or it is gone; nothing was changed.
        case conflict
        /// We may not.
        case forbidden
        /// Anything else; it is tried again.
        case failed
    }

    /// Makes the metrics in a registry.
    init(_ registry: MetricsRegistry) {
        drift = registry.gauge(
            "k8s_wait_ca_bundle_drift",
            help: "Entries of our MutatingWebhookConfiguration whose caBundle is not as it should be.")
        entries = registry.gauge(
            "k8s_wait_webhook_entries",
            help: "Entries of our MutatingWebhookConfiguration; 0 while there is none or it cannot be read.")
        writes = registry.counters(
            "k8s_wait_ca_bundle_writes_total", help: "Patches of caBundle, by outcome.", by: "outcome")
    }

    /// A patch has ended.
    func count(_ outcome: WriteOutcome) { writes[outcome]?.increment() }
}
