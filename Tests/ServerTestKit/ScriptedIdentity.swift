import Posix
import TLS

/// An authority and a server's certificate of it, made anew for each server.
struct ScriptedIdentity: Sendable {
    /// The authority's certificate, in PEM form.
    let authority: [UInt8]
    /// The server's certificate and the authority's, in PEM form.
    let chain: [UInt8]
    /// The server's private key, in PEM form.
    let key: [UInt8]
    /// The SHA-256 digest of the authority's public key.
    let pin: [UInt8]

    /// A certificate for these DNS names and numeric addresses, valid from 1970 to 2096.
    init(names: [String]) throws {
        let issuer = try CertificateIssuer.selfSigned(
            CertificateTemplate(commonName: "test CA", notBefore: 0, notAfter: 4_000_000_000, isAuthority: true),
            key: try PrivateKey.generateP256())
        let addresses = names.filter { SocketAddress(numericHost: $0, port: 0) != nil }
        let serverKey = try PrivateKey.generateP256()
        let certificate = try issuer.issue(
            CertificateTemplate(
                commonName: "server", dnsNames: names.filter { !addresses.contains($0) }, ipAddresses: addresses,
                notBefore: 0, notAfter: 4_000_000_000),
            for: serverKey)
        authority = issuer.certificatePEM
        chain = certificate + issuer.certificatePEM
        key = try serverKey.pem()
        pin = try Certificate.parse(pem: issuer.certificatePEM)[0].publicKeyPin
    }
}
