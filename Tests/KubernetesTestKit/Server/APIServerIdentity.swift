import TLS

/// The certificates of a fake API server: an authority and a leaf, made by OpenSSL when the server starts.
package struct APIServerIdentity: Sendable {
    /// The authority's certificate in PEM, for kubeconfigs.
    package let authority: [UInt8]
    /// Leaf and authority in PEM, as the server sends them.
    let chain: [UInt8]
    /// The leaf's key in PEM.
    let key: [UInt8]

    /// A new identity for the names and addresses by which API servers are reached, and `host`, a numeric address or a name.
    init(host: String, now: Int) throws(TLSError) {
        let (begin, end) = (Int64(now) - 86_400, Int64(now) + 10 * 365 * 86400)
        let issuer = try CertificateIssuer.selfSigned(
            CertificateTemplate(commonName: "fake-apiserver CA", notBefore: begin, notAfter: end, isAuthority: true),
            key: try PrivateKey.generateP256())
        let leafKey = try PrivateKey.generateP256()
        let isAddress = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        let names = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"]
        let addresses = ["127.0.0.1", "::1", "10.96.0.1"]
        let template = CertificateTemplate(
            commonName: "fake-apiserver", dnsNames: isAddress ? names : names + [host],
            ipAddresses: isAddress && !addresses.contains(host) ? addresses + [host] : addresses, notBefore: begin,
            notAfter: end)
        authority = issuer.certificatePEM
        chain = try issuer.issue(template, for: leafKey) + issuer.certificatePEM
        key = try leafKey.pem()
    }
}
