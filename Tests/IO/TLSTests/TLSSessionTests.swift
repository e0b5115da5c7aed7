import TLS
import Testing

@Suite("TLSSession")
struct TLSSessionTests {
    @Test("trusted by pin or by bundle, the name or address verified", arguments: ["server.test", "127.0.0.1"])
    func trusted(host: String) throws {
        let identity = try TestIdentity()
        for trust in [TLSTrust.pins([Array(repeating: 1, count: 32), identity.pin]), .authorities(identity.authority)] {
            let pair = try SessionPair(
                server: identity.server(), client: TLSClientContext(trust: trust), host: host)
            try pair.handshake()
            #expect(pair.client.version == "TLSv1.3")
            #expect(try Certificate.parse(pem: pair.client.peerChain()).first?.dnsNames == ["server.test"])
            #expect(try pair.send(Array("hello".utf8)) == Array("hello".utf8))
        }
    }

    @Test("more than a record, in pieces")
    func large() throws {
        let identity = try TestIdentity()
        let pair = try SessionPair(
            server: identity.server(), client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        try pair.handshake()
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try pair.send(bytes) == bytes)
    }

    @Test("a part of a record is known to be held, however small")
    func part() throws {
        let identity = try TestIdentity()
        let pair = try SessionPair(
            server: identity.server(), client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        try pair.handshake()
        #expect(try pair.send(Array("whole".utf8)) == Array("whole".utf8))
        var holdsBytes = pair.serverHoldsBytes
        #expect(!holdsBytes)
        for count in 1...26 {
            holdsBytes = try pair.sendInTwo(Array("hello".utf8), first: count)
            #expect(holdsBytes, "\(count) bytes")
            holdsBytes = pair.serverHoldsBytes
            #expect(!holdsBytes, "after \(count) bytes and the rest")
        }
    }

    @Test(
        "not trusted",
        arguments: [
            ("other.test", true, TLSTrust?.none, "hostname mismatch"),
            ("10.0.0.1", true, nil, "IP address mismatch"),
            ("server.test", false, nil, "no authority of the presented chain"),
            ("server.test", true, .pins([Array(repeating: 7, count: 32)]), "no authority of the presented chain"),
        ])
    func refused(host: String, sendsAuthority: Bool, trust: TLSTrust?, reason: String) throws {
        let identity = try TestIdentity(sendsAuthority: sendsAuthority)
        let pair = try SessionPair(
            server: identity.server(), client: TLSClientContext(trust: trust ?? .pins([identity.pin])), host: host)
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.code == .verification)
        #expect(error?.message.lowercased().contains(reason.lowercased()) == true, "\(error?.message ?? "")")
    }

    @Test("the pinned authority in the chain does not help a leaf of another")
    func foreignLeaf() throws {
        let identity = try TestIdentity()
        let attacker = try TestIdentity(sendsAuthority: false)
        let context = try TLSServerContext(
            certificateChain: attacker.chain + identity.authority, privateKey: attacker.key)
        let pair = try SessionPair(
            server: context, client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.code == .verification)
    }

    @Test("the pin of a leaf is no authority's")
    func leafPin() throws {
        let identity = try TestIdentity()
        let leafPin = try Certificate.parse(pem: identity.chain)[0].publicKeyPin
        let pair = try SessionPair(
            server: identity.server(), client: TLSClientContext(trust: .pins([leafPin])), host: "server.test")
        #expect(throws: TLSError.self) { try pair.handshake() }
    }

    @Test("an expired or future certificate is refused", arguments: [(0, 1_000_000), (3_900_000_000, 4_000_000_000)])
    func validity(notBefore: Int64, notAfter: Int64) throws {
        let identity = try TestIdentity(notBefore: notBefore, notAfter: notAfter)
        let pair = try SessionPair(
            server: identity.server(), client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.code == .verification)
    }

    @Test("without an identity there are no sessions")
    func noIdentity() throws {
        let identity = try TestIdentity()
        let context = try TLSServerContext()
        func session() throws -> SessionPair {
            try SessionPair(
                server: context, client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        }
        let error = #expect(throws: TLSError.self) { _ = try session() }
        #expect(error?.code == .noIdentity)
        try context.replace(certificateChain: identity.chain, privateKey: identity.key)
        try session().handshake()
    }

    @Test("new sessions take the newest identity, old ones go on")
    func hotSwap() throws {
        let first = try TestIdentity()
        let second = try TestIdentity()
        let context = try first.server()
        let old = try SessionPair(
            server: context, client: TLSClientContext(trust: .pins([first.pin])), host: "server.test")
        try old.handshake()
        try context.replace(certificateChain: second.chain, privateKey: second.key)
        #expect(try old.send([1, 2, 3]) == [1, 2, 3])
        let new = try SessionPair(
            server: context, client: TLSClientContext(trust: .pins([second.pin])), host: "server.test")
        try new.handshake()
        #expect(try old.send([4]) == [4])
    }

    @Test("a bad replacement throws and changes nothing")
    func badReplacement() throws {
        let first = try TestIdentity()
        let second = try TestIdentity()
        let context = try first.server()
        let cases: [([UInt8], [UInt8], TLSError.Code)] = [
            (second.chain, first.key, .privateKey), ([], second.key, .certificate),
            (second.chain, Array("-----BEGIN PRIVATE KEY-----\n".utf8), .privateKey),
            (Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8), second.key, .certificate),
        ]
        for (chain, key, code) in cases {
            let error = #expect(throws: TLSError.self) {
                try context.replace(certificateChain: chain, privateKey: key)
            }
            #expect(error?.code == code)
        }
        let pair = try SessionPair(
            server: context, client: TLSClientContext(trust: .pins([first.pin])), host: "server.test")
        try pair.handshake()
    }

    @Test("a server that demands a certificate turns away a client without one")
    func clientCertificate() throws {
        let identity = try TestIdentity()
        let context = try identity.server(clientAuthorities: identity.authority)
        let pair = try SessionPair(
            server: context, client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.code == .handshake)
    }

    @Test("neither another identity nor other authorities end the demand for a certificate")
    func clientCertificateAfterReplacement() throws {
        let (first, second) = (try TestIdentity(), try TestIdentity())
        let context = try TLSServerContext(clientAuthorities: first.authority)
        try context.replace(certificateChain: second.chain, privateKey: second.key)
        try context.replace(clientAuthorities: second.authority)
        #expect(throws: TLSError.self) { try context.replace(clientAuthorities: Array("no PEM".utf8)) }
        let pair = try SessionPair(
            server: context, client: TLSClientContext(trust: .pins([second.pin])), host: "server.test")
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.code == .handshake)
        // Whoever let in anybody goes on doing so.
        let open = try second.server()
        try open.replace(clientAuthorities: first.authority)
        let another = try SessionPair(
            server: open, client: TLSClientContext(trust: .pins([second.pin])), host: "server.test")
        try another.handshake()
    }

    @Test("close_notify reaches the peer as closed")
    func shutdown() throws {
        let identity = try TestIdentity()
        let pair = try SessionPair(
            server: identity.server(), client: TLSClientContext(trust: .pins([identity.pin])), host: "server.test")
        try pair.handshake()
        #expect(try pair.clientReads() == .wantsRead)
        #expect(pair.server.shutdown() == .done(0))
        #expect(try pair.clientReads() == .closed)
    }

    @Test("pins must be digests", arguments: [[], [[UInt8]()], [[UInt8](repeating: 0, count: 31)]])
    func badPins(pins: [[UInt8]]) {
        let error = #expect(throws: TLSError.self) { try TLSClientContext(trust: .pins(pins)) }
        #expect(error?.code == .setup)
    }
}
