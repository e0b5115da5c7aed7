import TLS
import Testing

@testable import CertificateAuthority

@Suite struct LeafTests {
    private let schedule = Documents.schedule
    private let start = Documents.start

    private func leaf(_ document: AuthorityDocument, at time: Int64 = 0) throws -> Leaf {
        let names = try #require(
            ServerNames(url: "https://a.b.svc:9843", names: ["c.b.svc", "10.0.0.1", "*.d.svc", "::1"]))
        return try Leaf(for: names, signer: document.current, schedule: schedule, now: start + time)
    }

    @Test func itSaysWhatItIsFor() throws {
        let document = try Documents.first()
        let leaf = try leaf(document)
        let chain = try Certificate.parse(pem: leaf.chain)
        #expect(chain.count == 2)
        #expect(chain[0].dnsNames == ["a.b.svc", "c.b.svc", "*.d.svc"])
        #expect(chain[0].ipAddresses == [[10, 0, 0, 1], Array(repeating: 0, count: 15) + [1]])
        #expect(!chain[0].isAuthority && chain[0].issuer == chain[1].subject)
        #expect(chain[1].publicKeyPin == document.current.details.publicKeyPin)
        #expect(chain[0].notBefore == start - 43_200 && chain[0].notAfter == start + 101)
        #expect(chain[0].notBefore >= chain[1].notBefore)
    }

    @Test(
        "when another takes its place",
        arguments: [
            ("at once", 0, false), ("before two thirds", 65, false), ("at two thirds", 66, true),
            ("at its end", 101, true),
            ("an hour ahead", 3600, true), ("an hour back", -3600, false), ("a day back", -86_400, true),
        ])
    func due(what: String, time: Int64, isDue: Bool) throws {
        let document = try Documents.first()
        let leaf = try leaf(document)
        #expect(leaf.isDue(signer: document.current, schedule: schedule, now: start + time) == isDue, "\(what)")
    }

    @Test func anotherSignerMakesItDue() throws {
        let document = try Documents.first()
        #expect(try leaf(document).isDue(signer: document.successor, schedule: schedule, now: start))
    }

    @Test func keysAreNotShown() throws {
        let document = try Documents.first()
        let leaf = try leaf(document)
        for text in ["\(document)", "\(leaf)", String(reflecting: document), String(reflecting: leaf)] {
            #expect(!text.contains("PRIVATE") && text.contains("(private key)"))
        }
        var dumped = ""
        dump(document, to: &dumped)
        // Bytes, one a line, would be the key as well: nothing of PrivateKeyText has children.
        #expect(dumped.contains("key: (private key)\n"))
    }

    @Test(
        "hosts of URLs",
        arguments: [
            ("https://K8s-wait.ns.svc:9843", ["k8s-wait.ns.svc"], []), ("https://a/x?y", ["a"], []),
            ("https://[::1]:9843", [], ["::1"]), ("https://10.0.0.7:1", [], ["10.0.0.7"]),
        ] as [(String, [String], [String])])
    func hosts(url: String, names: [String], addresses: [String]) {
        let read = ServerNames(url: url, names: [])
        #expect(read?.dnsNames == names && read?.ipAddresses == addresses)
    }

    @Test(
        "no hosts", arguments: ["http://a", "https://", "https://:1", "https://a_b", "https://[::1", "https://a,DNS:b"])
    func noHosts(url: String) {
        #expect(ServerNames(url: url, names: []) == nil)
    }

    @Test(
        "names that are none",
        arguments: ["", "a b", "-a", "a..b", "a.*.b", "*", "fe80::1%lo", "a,b", "a\n", "[::1]"])
    func noNames(name: String) {
        #expect(ServerNames.problem(with: ["ok", name]) == "\"\(name)\" is neither a DNS name nor an IP address")
        #expect(ServerNames(url: "https://a", names: [name]) == nil)
    }
}
