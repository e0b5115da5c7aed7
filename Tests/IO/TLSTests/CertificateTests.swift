import TLS
import Testing

@Suite("Certificate")
struct CertificateTests {
    @Test("says what it was made from")
    func roundTrip() throws {
        let identity = try TestIdentity(
            names: ["a.test", "*.b.test"], addresses: ["10.0.0.1", "fd00::1"], notBefore: 1_700_000_000,
            notAfter: 2_600_000_000)
        let chain = try Certificate.parse(pem: identity.chain)
        #expect(chain.count == 2)
        #expect(chain[0].subject == "CN=leaf")
        #expect(chain[0].issuer == "CN=test CA")
        #expect(chain[0].dnsNames == ["a.test", "*.b.test"])
        #expect(chain[0].ipAddresses.map(\.count) == [4, 16])
        #expect(chain[0].notBefore == 1_700_000_000)
        #expect(chain[0].notAfter == 2_600_000_000)
        #expect(!chain[0].isAuthority)
        #expect(chain[1].isAuthority)
        #expect(chain[0].publicKeyPin.count == 32)
        #expect(chain[0].publicKeyPin != chain[1].publicKeyPin)
    }

    @Test("text that holds no certificate is refused", arguments: ["", "hello", "-----BEGIN CERTIFICATE-----\n"])
    func refused(text: String) {
        let error = #expect(throws: TLSError.self) { try Certificate.parse(pem: Array(text.utf8)) }
        #expect(error?.code == .certificate)
    }

    @Test("a broken block after a good one is refused")
    func brokenSecond() throws {
        let identity = try TestIdentity()
        let broken = identity.authority + Array("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n".utf8)
        #expect(throws: TLSError.self) { try Certificate.parse(pem: broken) }
    }

    @Test("a name that would end its configuration entry is refused", arguments: ["a,DNS:b", "a\nb", "", "a b"])
    func injection(name: String) {
        let error = #expect(throws: TLSError.self) { try TestIdentity(names: [name]) }
        #expect(error?.code == .issuing)
    }

    @Test("an authority is loaded from what it was written to")
    func reload() throws {
        let key = try PrivateKey.generateP256()
        let pem = try key.pem()
        let made = try CertificateIssuer.selfSigned(
            CertificateTemplate(commonName: "CA", notBefore: 0, notAfter: 4_000_000_000, isAuthority: true), key: key)
        let loaded = try CertificateIssuer.loading(certificate: made.certificatePEM, privateKey: pem)
        let template = CertificateTemplate(commonName: "x", dnsNames: ["x"], notBefore: 0, notAfter: 1)
        let leaf = try loaded.issue(template, for: PrivateKey.generateP256())
        #expect(try Certificate.parse(pem: leaf)[0].issuer == "CN=CA")
    }

    @Test("SHA-256 of nothing and of abc (FIPS 180-4)")
    func digest() throws {
        #expect(try SHA256.digest([]).prefix(4) == [0xe3, 0xb0, 0xc4, 0x42])
        #expect(try SHA256.digest(Array("abc".utf8)).prefix(4) == [0xba, 0x78, 0x16, 0xbf])
    }
}
