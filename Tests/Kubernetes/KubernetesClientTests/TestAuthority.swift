import Posix
import TLS

/// A certificate authority, and the leaves that it signs, for one test.
struct TestAuthority {
    /// A certificate with its key, PEM.
    struct Identity: Sendable {
        let chain: [UInt8]
        let privateKey: [UInt8]
    }

    /// The authority's certificate, PEM.
    let certificate: [UInt8]
    private let privateKey: [UInt8]

    init(_ name: String) throws {
        let key = try PrivateKey.generateP256()
        privateKey = try key.pem()
        certificate = try CertificateIssuer.selfSigned(Self.template(name, isAuthority: true), key: key).certificatePEM
    }

    /// A leaf for these names.
    func issue(_ name: String, dnsNames: [String] = [], ipAddresses: [String] = []) throws -> Identity {
        let issuer = try CertificateIssuer.loading(certificate: certificate, privateKey: privateKey)
        let key = try PrivateKey.generateP256()
        var template = Self.template(name, isAuthority: false)
        template.dnsNames = dnsNames
        template.ipAddresses = ipAddresses
        return Identity(chain: try issuer.issue(template, for: key), privateKey: try key.pem())
    }

    private static func template(_ name: String, isAuthority: Bool) -> CertificateTemplate {
        let now = WallClock.seconds()
        return CertificateTemplate(
            commonName: name, notBefore: now - 3600, notAfter: now + 3600, isAuthority: isAuthority)
    }
}
