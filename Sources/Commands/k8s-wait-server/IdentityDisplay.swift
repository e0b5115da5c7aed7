internal import CertificateAuthority
internal import Metrics
internal import TLS
internal import WebhookServer

/// Shows an identity wherever it is to be seen: new connections, new pods, metrics, and those who publish it.
struct IdentityDisplay: Sendable {
    /// The settings that the pins are put into.
    let options: ServerOptions
    /// What new connections see.
    let tls: TLSServerContext
    /// What those to the webhook port see, which may demand certificates of its clients.
    let webhookTLS: TLSServerContext
    /// What new pods are told.
    let webhook: WebhookHandler
    /// When the certificate ends.
    let expiry: Gauge
    /// Who else is told.
    let board: IdentityBoard

    /// Shows it from now on. Throws when certificate and key are of no use, and then changes nothing.
    func show(_ identity: ServedIdentity, key: [UInt8]) throws(TLSError) {
        _ = try TLSServerContext(certificateChain: identity.chain, privateKey: key)
        // No pod may be told of a server without the pins of its authorities: they come before the first handshake.
        if board.present?.trusted != identity.trusted {
            webhook.apply(options.admissionSettings(pins: identity.trusted.pins))
        }
        board.post(identity)
        for context in [webhookTLS, tls] {
            try context.replace(certificateChain: identity.chain, privateKey: key)
        }
        expiry.set(Double(identity.expiry))
    }
}
