internal import CertificateAuthority
internal import KubernetesClient
internal import Logging
internal import Metrics
internal import WebhookRegistration

extension Server {
    /// What looks after our webhook configuration; nil where none is named.
    static func registration(
        _ options: ServerOptions, _ client: KubernetesClient, _ metrics: MetricsRegistry
    ) -> WebhookRegistration? {
        guard let name = options.registration.configuration else { return nil }
        return WebhookRegistration(
            settings: RegistrationSettings(name: name, mends: options.certificates.files == nil), client: client,
            metrics: metrics, logger: Logger(label: "registration"))
    }

    /// Looks after the configuration, and tells it of every identity that is shown.
    func beginRegistration() {
        guard let registration else { return }
        background.start { await registration.run() }
        background.start { [board = display.board] in
            for await identity in board.changes() {
                registration.show(chain: identity.chain, authorities: identity.trusted.certificates)
            }
        }
    }
}
