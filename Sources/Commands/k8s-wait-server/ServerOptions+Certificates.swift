internal import ArgumentParser
internal import CertificateAuthority

extension ServerOptions {
    /// Where our authorities are, and what they sign.
    ///
    /// - Throws: `ValidationError` when no namespace is known, or a name cannot stand in a certificate.
    func authoritySettings() throws -> CertificateAuthoritySettings {
        guard let ownNamespace else {
            throw ValidationError(
                "The server's own namespace is not known, so there is no place for its certificate authorities: give "
                    + "--namespace, or certificates with --tls-cert, --tls-key and --tls-ca.")
        }
        guard let names = ServerNames(url: statusUrl, names: certificates.names) else {
            throw ValidationError("--status-url \"\(statusUrl)\" has no host that a certificate could be for.")
        }
        var settings = CertificateAuthoritySettings(namespace: ownNamespace, names: names)
        settings.secret = certificates.tlsSecret.text
        settings.times = certificates.times
        return settings
    }
}
