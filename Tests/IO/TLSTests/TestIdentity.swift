import TLS

/// A certificate authority and a leaf of it, made when the test runs.
struct TestIdentity {
    let authority: [UInt8]
    let chain: [UInt8]
    let key: [UInt8]
    let pin: [UInt8]

    static let year: Int64 = 365 * 86_400
    static let now: Int64 = 1_790_000_000

    init(
        names: [String] = ["server.test"], addresses: [String] = ["127.0.0.1"], notBefore: Int64 = 0,
        notAfter: Int64 = 4_000_000_000, sendsAuthority: Bool = true
    ) throws {
        let issuer = try CertificateIssuer.selfSigned(
            CertificateTemplate(commonName: "test CA", notBefore: 0, notAfter: 4_000_000_000, isAuthority: true),
            key: try PrivateKey.generateP256())
        let leafKey = try PrivateKey.generateP256()
        let leaf = try issuer.issue(
            CertificateTemplate(
                commonName: "leaf", dnsNames: names, ipAddresses: addresses, notBefore: notBefore, notAfter: notAfter),
            for: leafKey)
        authority = issuer.certificatePEM
        chain = sendsAuthority ? leaf + issuer.certificatePEM : leaf
        key = try leafKey.pem()
        pin = try Certificate.parse(pem: issuer.certificatePEM)[0].publicKeyPin
    }

    func server(clientAuthorities: [UInt8]? = nil) throws -> TLSServerContext {
        try TLSServerContext(certificateChain: chain, privateKey: key, clientAuthorities: clientAuthorities)
    }
}
