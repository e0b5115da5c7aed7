internal import CertificateAuthority
internal import Glibc
internal import KubernetesClient
internal import Logging
internal import Metrics

extension Server {
    /// The authority that signs what is shown; nil where that comes from files.
    ///
    /// - Throws: when no namespace is known for the authorities.
    static func authority(
        _ options: ServerOptions, _ client: KubernetesClient, _ metrics: MetricsRegistry, _ display: IdentityDisplay
    ) throws -> CertificateAuthority? {
        guard options.certificates.files == nil else { return nil }
        return CertificateAuthority(
            settings: try options.authoritySettings(), client: client, wallClock: { Int64(time(nil)) },
            metrics: CertificateAuthorityMetrics(metrics), logger: Logger(label: "certificates")
        ) { identity, key in try display.show(identity, key: key) }
    }

    /// Reads the certificates again. Connections stay; bad files change nothing.
    func reload() {
        guard files.hasFiles else {
            logger.notice("no certificates to read again: this server makes them itself")
            return
        }
        files.reload()
    }
}
