import TLS
import Testing

/// Whether an API server that trusts a `caBundle` would accept the chain that we present.
@Suite struct ChainVerificationTests {
    private static func result(_ chain: [UInt8], _ bundle: [UInt8], _ name: String? = "server.test") -> String? {
        do throws(TLSError) {
            try ChainVerification.verify(chain: chain, against: bundle, for: name)
            return nil
        } catch {
            return "\(error.code.rawValue): \(error.message)"
        }
    }

    @Test func acceptsWhatTheBundleHasSigned() throws {
        let (ours, others) = (try TestIdentity(), try TestIdentity())
        #expect(Self.result(ours.chain, ours.authority) == nil)
        #expect(Self.result(ours.chain, others.authority + ours.authority) == nil)
        #expect(Self.result(ours.chain, ours.authority + ours.authority) == nil, "named twice")
        let leafAlone = try TestIdentity(sendsAuthority: false)
        #expect(Self.result(leafAlone.chain, leafAlone.authority) == nil)
    }

    @Test func refusesWhatItHasNot() throws {
        let (ours, others) = (try TestIdentity(), try TestIdentity())
        let refusal = try #require(Self.result(ours.chain, others.authority))
        #expect(refusal.hasPrefix("verification: the certificate is refused for server.test: "))
    }

    /// Go trusts a leaf that stands in the bundle itself, though it signs nothing.
    @Test func aLeafInTheBundleIsAnAnchor() throws {
        let identity = try TestIdentity(sendsAuthority: false)
        #expect(Self.result(identity.chain, identity.chain) == nil)
    }

    @Test(arguments: [
        ("server.test", true), ("SERVER.test", true), ("a.wild.test", true), ("a.b.wild.test", false),
        ("wild.test", false), ("other.test", false), ("server.test.evil", false), ("127.0.0.1", true),
        ("127.0.0.2", false), ("::1", true), ("0:0:0:0:0:0:0:1", true), ("leaf", false), ("", false),
        ("server.test\0.evil", false),
    ])
    func comparesNames(name: String, isRight: Bool) throws {
        let identity = try TestIdentity(
            names: ["server.test", "*.wild.test"], addresses: ["127.0.0.1", "::1"])
        #expect((Self.result(identity.chain, identity.authority, name) == nil) == isRight)
        #expect(Self.result(identity.chain, identity.authority, nil) == nil, "any name")
    }

    /// Our clock may have jumped; the API server's is the one that counts.
    @Test(arguments: [(Int64(0), Int64(1)), (4_000_000_000, 4_000_000_001)])
    func theClockDecidesNothing(notBefore: Int64, notAfter: Int64) throws {
        let identity = try TestIdentity(notBefore: notBefore, notAfter: notAfter)
        #expect(Self.result(identity.chain, identity.authority) == nil)
    }

    @Test func findsWhoSignedTheEndOfAChain() throws {
        let identity = try TestIdentity(sendsAuthority: false)
        let other = try TestIdentity()
        let bundle = other.authority + identity.authority
        #expect(try ChainVerification.signer(ofLastIn: identity.chain, among: bundle) == identity.authority)
        // Both have the same name: it is the signature that tells.
        #expect(try ChainVerification.signer(ofLastIn: identity.chain, among: other.authority) == nil)
        // A leaf signs nothing.
        #expect(try ChainVerification.signer(ofLastIn: identity.chain, among: identity.chain) == nil)
        #expect(throws: TLSError.self) { try ChainVerification.signer(ofLastIn: identity.chain, among: []) }
        #expect(throws: TLSError.self) { try ChainVerification.signer(ofLastIn: [], among: bundle) }
    }

    @Test(arguments: [
        "", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ])
    func whatCannotBeReadIsRefused(text: String) throws {
        let identity = try TestIdentity()
        let bytes = Array(text.utf8)
        #expect(Self.result(identity.chain, bytes)?.hasPrefix("certificate: ") == true)
        #expect(Self.result(bytes, identity.authority)?.hasPrefix("certificate: ") == true)
    }
}
