import JSONText
import TLS
import Testing

@testable import CertificateAuthority

@Suite struct SecretDocumentTests {
    /// The document's data as a Secret has them, with a change.
    private func content(
        of document: AuthorityDocument, change: (inout [String: String]) -> Void
    ) throws -> SecretDocument.Content {
        var data = [
            "version": "1", "promoted": String(document.promoted),
            "current.crt": text(document.current.certificate), "current.key": text(document.current.key.pem),
            "successor.crt": text(document.successor.certificate), "successor.key": text(document.successor.key.pem),
        ]
        change(&data)
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.key("metadata")
        writer.raw(#"{"name":"s","resourceVersion":"3"}"#.utf8)
        writer.key("data")
        writer.beginObject()
        for (key, value) in data {
            writer.key(key)
            writer.base64(Array(value.utf8))
        }
        writer.endObject()
        writer.endObject()
        return try SecretDocument(writer.bytes.span).content
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func whatIsWrittenIsRead() throws {
        let first = try Documents.first()
        let second = try Documents.schedule.document(first, after: .promotion, now: Documents.start + 1000)
        for document in [first, second] {
            let secret = try Documents.secret(document)
            #expect(secret.content == .authorities(document))
            #expect(secret.name == "k8s-wait-authorities" && secret.resourceVersion == "7")
        }
    }

    @Test func aPatchNamesTheVersionAndRemovesTheFormer() throws {
        let first = try Documents.first()
        let patch = text(SecretDocument.patch(resourceVersion: "9", first))
        #expect(patch.hasPrefix(#"{"metadata":{"resourceVersion":"9"},"data":{"version":"MQ==","#))
        #expect(patch.hasSuffix(#","previous.crt":null}}"#))
    }

    @Test("no data", arguments: ["", #","data":null"#, #","data":{}"#])
    func noData(member: String) throws {
        let json = #"{"kind":"Secret","metadata":{"name":"s","resourceVersion":"3"}\#(member)}"#
        #expect(try SecretDocument(Array(json.utf8).span).content == .empty)
    }

    @Test func otherKeysAreLeftAlone() throws {
        let document = try Documents.first()
        #expect(try content(of: document) { $0["note"] = "x" } == .authorities(document))
    }

    @Test(
        "the keys that must be there",
        arguments: [
            "version", "promoted", "current.crt", "current.key", "successor.crt", "successor.key",
        ])
    func missing(key: String) throws {
        let content = try content(of: Documents.first()) { $0[key] = nil }
        #expect(content == .unreadable("it lacks \"\(key)\""))
    }

    @Test(
        "values that are none",
        arguments: [
            ("version", "2", "its version is \"2\""), ("promoted", "-1", "no moment"),
            ("promoted", "soon", "no moment"),
            ("promoted", "9999999999999999", "no moment"), ("current.crt", "x", "current.crt and current.key: no"),
            ("successor.key", "x", "successor.crt and successor.key: the private key cannot be read"),
            ("previous.crt", "x", "previous.crt: no"),
        ])
    func bad(key: String, value: String, reason: String) throws {
        let content = try content(of: Documents.first()) { $0[key] = value }
        guard case .unreadable(let text) = content else {
            Issue.record("\(content)")
            return
        }
        #expect(text.contains(reason), "\(text)")
    }

    @Test func partsThatDoNotBelongTogetherAreRefused() throws {
        let document = try Documents.first()
        let leafIssuer = try CertificateIssuer.loading(
            certificate: document.current.certificate, privateKey: document.current.key.pem)
        let key = try PrivateKey.generateP256()
        let leaf = try leafIssuer.issue(
            CertificateTemplate(commonName: "x", notBefore: 0, notAfter: 4_000_000_000), for: key)
        let keyText = try text(key.pem())
        let cases: [(String, (inout [String: String]) -> Void)] = [
            ("not the one of", { $0["current.key"] = self.text(document.successor.key.pem) }),
            ("is not an authority's", { ($0["current.crt"], $0["current.key"]) = (self.text(leaf), keyText) }),
            ("2 certificates stand", { $0["current.crt"]? += self.text(leaf) }),
            (
                "have the same key",
                {
                    $0["successor.crt"] = $0["current.crt"]
                    $0["successor.key"] = $0["current.key"]
                }
            ),
        ]
        for (reason, change) in cases {
            guard case .unreadable(let text) = try content(of: document, change: change) else {
                Issue.record("\(reason)")
                continue
            }
            #expect(text.contains(reason), "\(text)")
        }
    }

    @Test("what is no Secret says nothing", arguments: ["", "[]", "{", #"{"data":{"a":1}}"#, #"{"metadata":3}"#])
    func noSecret(json: String) {
        #expect(throws: JSONError.self) { try SecretDocument(Array(json.utf8).span) }
    }
}
