package import TLS

/// A certificate authority and a server's certificate of it, made when the test runs, by OpenSSL.
package struct TestIdentity: Sendable {
    /// The authority's certificate in PEM.
    package let authority: [UInt8]
    /// The leaf and the authority in PEM, as a server sends them.
    package let chain: [UInt8]
    /// The leaf's key in PEM.
    package let key: [UInt8]
    /// SHA-256 of the authority's public key.
    package let pin: [UInt8]

    /// A leaf for `names` and `addresses` that is valid from 2001 to 2096.
    package init(
        names: [String] = ["localhost"], addresses: [String] = ["127.0.0.1", "::1"]
    ) throws(TLSError) {
        let begin: Int64 = 1_000_000_000
        let end: Int64 = 4_000_000_000
        let issuer = try CertificateIssuer.selfSigned(
            CertificateTemplate(commonName: "test CA", notBefore: begin, notAfter: end, isAuthority: true),
            key: try PrivateKey.generateP256())
        let leafKey = try PrivateKey.generateP256()
        let template = CertificateTemplate(
            commonName: "test server", dnsNames: names, ipAddresses: addresses, notBefore: begin, notAfter: end)
        let leaf = try issuer.issue(template, for: leafKey)
        authority = issuer.certificatePEM
        chain = leaf + issuer.certificatePEM
        key = try leafKey.pem()
        pin = try SHA256.digest(publicKeyOf: issuer)
    }

    /// A server's context with this identity.
    package func serverContext(clientAuthorities: [UInt8]? = nil) throws(TLSError) -> TLSServerContext {
        try TLSServerContext(certificateChain: chain, privateKey: key, clientAuthorities: clientAuthorities)
    }

    /// A client's context that trusts this authority by its pin.
    package func clientContext() throws(TLSError) -> TLSClientContext {
        try TLSClientContext(trust: .pins([pin]))
    }
}

extension SHA256 {
    fileprivate static func digest(publicKeyOf issuer: borrowing CertificateIssuer) throws(TLSError) -> [UInt8] {
        guard let authority = try Certificate.parse(pem: issuer.certificatePEM).first else {
            throw TLSError(.certificate, "the test authority has no certificate")
        }
        return authority.publicKeyPin
    }
}
