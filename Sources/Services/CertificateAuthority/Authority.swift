internal import Encodings
internal import TLS

/// One of our authorities: its certificate, and the key that it signs with.
struct Authority: Hashable, Sendable {
    /// The certificate: one block of PEM.
    let certificate: [UInt8]
    /// Its key.
    let key: PrivateKeyText
    /// What the certificate says.
    let details: Certificate

    /// How long before the moment at which it is made a certificate is valid already, in seconds: as far as clocks of
    /// replicas, nodes and API servers may go wrong, and a day more harms nobody, since the key did not exist before.
    static let backdating: Int64 = 86_400

    /// Reads one. Throws `certificate` or `privateKey` when it is not an authority with its own key.
    init(certificate: [UInt8], key: [UInt8]) throws(TLSError) {
        details = try Self.details(of: certificate)
        _ = try CertificateIssuer.loading(certificate: certificate, privateKey: key)
        self.certificate = certificate
        self.key = PrivateKeyText(key)
    }

    /// Makes a new one with a key of its own, valid up to `notAfter`. It may sign leaves only.
    ///
    /// There are no name constraints (RFC 5280, 4.2.1.10): it outlives changes of `--status-url` and `--tls-names`, and is
    /// trusted only by those who ask us in the first place.
    static func made(now: Int64, notAfter: Int64) throws(TLSError) -> Authority {
        var generator = SystemRandomNumberGenerator()
        // Distinct names, so that a verifier which holds several of ours finds the right one at once.
        let tag = Hexadecimal.text(of: (0..<4).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        let template = CertificateTemplate(
            commonName: "k8s-wait authority \(tag)", notBefore: now &- backdating, notAfter: notAfter, isAuthority: true
        )
        let key = try PrivateKey.generateP256()
        let text = try key.pem()
        let issuer = try CertificateIssuer.selfSigned(template, key: key)
        return try Authority(certificate: issuer.certificatePEM, key: text)
    }

    /// Reads the certificate of an authority. Throws `certificate` unless it is one, and alone.
    static func details(of certificate: [UInt8]) throws(TLSError) -> Certificate {
        let all = try Certificate.parse(pem: certificate)
        guard all.count == 1, let first = all.first else {
            throw TLSError(.certificate, "\(all.count) certificates stand where one authority's should")
        }
        guard first.isAuthority else {
            throw TLSError(.certificate, "the certificate of \"\(first.subject)\" is not an authority's")
        }
        return first
    }
}
