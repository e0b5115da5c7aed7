internal import TLS

/// A serving certificate that this replica has signed for itself; its key has never been anywhere but in this process.
struct Leaf: Hashable, Sendable {
    /// PEM: the certificate, then the authority that signed it.
    let chain: [UInt8]
    /// Its key.
    let key: PrivateKeyText
    /// The public key of who signed it, by its SHA-256.
    let signer: [UInt8]
    /// When it was made, in seconds since 1970.
    let made: Int64
    /// First and last second of its validity, in seconds since 1970.
    let notBefore: Int64, notAfter: Int64

    /// How long before the moment at which it is made it is valid already, in seconds: more than clocks jump, and less than
    /// what its authority is backdated by.
    static let backdating = Authority.backdating / 2

    /// Makes a certificate with a new key for `names`. Throws `issuing`.
    init(for names: ServerNames, signer: Authority, schedule: RotationSchedule, now: Int64) throws(TLSError) {
        made = now
        notBefore = max(now &- Self.backdating, signer.details.notBefore)
        notAfter = schedule.leafEnd(now: now, signer: signer)
        let issuer = try CertificateIssuer.loading(certificate: signer.certificate, privateKey: signer.key.pem)
        let template = CertificateTemplate(
            commonName: "k8s-wait-server", dnsNames: names.dnsNames, ipAddresses: names.ipAddresses,
            notBefore: notBefore, notAfter: notAfter)
        let key = try PrivateKey.generateP256()
        chain = try issuer.issue(template, for: key) + signer.certificate
        self.key = PrivateKeyText(try key.pem())
        self.signer = signer.details.publicKeyPin
    }

    /// Whether another is to take its place: somebody else signs now, it is old, or the clock has gone back to before it
    /// was valid.
    func isDue(signer: Authority, schedule: RotationSchedule, now: Int64) -> Bool {
        signer.details.publicKeyPin != self.signer || now < notBefore
            || now >= schedule.leafRenewal(made: made, notAfter: notAfter)
    }
}
