internal import CertificateAuthority
internal import Glibc
internal import KubernetesClient
internal import Logging
internal import Metrics

extension Server {
    /// The authority that signs what is shown; nil where that comes from files, which are read here.
    ///
    /// - Throws: when a file cannot be used, or no namespace is known for the authorities.
    static func authority(
        _ options: ServerOptions, _ client: KubernetesClient, _ metrics: MetricsRegistry, _ display: IdentityDisplay
    ) throws -> CertificateAuthority? {
        if let files = options.certificates.files {
            let (identity, key) = try files.read()
            try display.show(identity, key: key)
            return nil
        }
        return CertificateAuthority(
            settings: try options.authoritySettings(), client: client, wallClock: { Int64(time(nil)) },
            metrics: CertificateAuthorityMetrics(metrics), logger: Logger(label: "certificates")
        ) { identity, key in try display.show(identity, key: key) }
    }

    /// Reads the certificates again. Connections stay; bad files change nothing.
    func reload() {
        guard let files = options.certificates.files else {
            logger.notice("no certificates to read again: this server makes them itself")
            return
        }
        do {
            let (identity, key) = try files.read()
            try display.show(identity, key: key)
            logger.notice("certificates read again")
        } catch {
            logger.error("the present certificates stay: the new ones cannot be used", metadata: ["reason": "\(error)"])
        }
    }
}
