package import Metrics
internal import TLS

/// What the authority counts.
package struct CertificateAuthorityMetrics: Sendable {
    /// 1 while the Secret can be used, 0 while it is not understood.
    let isReadable: Gauge
    /// How often a serving certificate was made.
    let renewals: Counter
    private let expiries: [AuthorityRole: Gauge]
    private let writes: [WriteOutcome: Counter]

    /// What became of a write; the raw value is its metric label.
    enum WriteOutcome: String, CaseIterable, Sendable {
        /// Stored.
        case written
        /// Another replica was faster; what it wrote is taken.
        case conflict
        /// Anything else; it is tried again.
        case failed
    }

    /// Makes the metrics in a registry.
    package init(_ registry: MetricsRegistry) {
        isReadable = registry.gauge(
            "k8s_wait_authorities_readable",
            help: "1 while the Secret of the certificate authorities can be used, 0 while it is not understood.")
        isReadable.set(1)
        renewals = registry.counter(
            "k8s_wait_certificate_renewals_total", help: "Serving certificates that this replica has signed for itself."
        )
        expiries = Dictionary(
            uniqueKeysWithValues: AuthorityRole.allCases.map { role in
                let gauge = registry.gauge(
                    "k8s_wait_authority_expiry_timestamp_seconds",
                    help: "When a certificate authority ends, in seconds since the epoch; 0 where there is none.",
                    labels: [("authority", role.rawValue)])
                return (role, gauge)
            })
        writes = registry.counters(
            "k8s_wait_authority_writes_total", help: "Writes of the Secret of the certificate authorities, by outcome.",
            by: "outcome")
    }

    /// A write has ended.
    func count(_ outcome: WriteOutcome) { writes[outcome]?.increment() }

    /// Shows when the authorities of a document end.
    func show(_ document: AuthorityDocument) {
        expiries[.current]?.set(Double(document.current.details.notAfter))
        expiries[.successor]?.set(Double(document.successor.details.notAfter))
        expiries[.previous]?.set(Double(document.previous?.details.notAfter ?? 0))
    }
}
