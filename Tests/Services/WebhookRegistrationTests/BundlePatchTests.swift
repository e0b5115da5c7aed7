import CoreTestKit
import Encodings
import JSONText
import KubernetesTestKit
import ServerTestKit
import Testing

@testable import WebhookRegistration

@Suite("Patches of caBundle") struct BundlePatchTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The bundle of each entry; nil for an entry without one.
        let bundles: [[UInt8]?]
        /// The places that the patch changes; nil for no patch.
        let changes: [Int]?
    }

    private static let ours = Entries.authority(Entries.ours)
    private static let others = Entries.authority(Entries.others)

    static let rows: [Row] = [
        Row(testDescription: "what is right is left alone", bundles: [ours], changes: nil),
        Row(testDescription: "no bundle yet", bundles: [nil], changes: [0]),
        Row(testDescription: "an empty one", bundles: [[]], changes: [0]),
        Row(testDescription: "the placeholder of a chart", bundles: [Array("Cg==".utf8)], changes: [0]),
        Row(testDescription: "another's", bundles: [others], changes: [0]),
        Row(testDescription: "ours and another's", bundles: [ours + others], changes: [0]),
        Row(testDescription: "only the entries that differ", bundles: [ours, others, ours, nil], changes: [1, 3]),
        Row(
            testDescription: "text between the blocks does not matter", bundles: [Array("# x\n".utf8) + ours],
            changes: nil),
        Row(testDescription: "named twice", bundles: [ours + ours], changes: nil),
        Row(testDescription: "no entries", bundles: [], changes: nil),
    ]

    @Test(arguments: rows) func changesOnlyWhatDiffers(row: Row) throws {
        let document = try Entries.document(row.bundles)
        let patch = BundlePatch.make(for: document, pem: Self.ours)
        guard let changes = row.changes else {
            #expect(patch == nil)
            return
        }
        let operations = try JSONValue(json: try #require(patch)).array ?? []
        #expect(operations.count == changes.count * 2)
        for (index, place) in changes.enumerated() {
            let (test, add) = (operations[index * 2], operations[index * 2 + 1])
            #expect(test["op"]?.string == "test" && test["path"]?.string == "/webhooks/\(place)/name")
            #expect(test["value"]?.string == "e\(place).wait.k8s")
            #expect(add["op"]?.string == "add" && add["path"]?.string == "/webhooks/\(place)/clientConfig/caBundle")
            #expect(add["value"]?.string == Entries.text(Self.ours))
        }
    }

    /// Applied as the API server applies it, nothing but caBundle changes, and then nothing differs any more.
    @Test(arguments: rows.filter { $0.changes != nil }) func changesNothingElse(row: Row) throws {
        let document = try Entries.document(row.bundles)
        let patch = try #require(BundlePatch.make(for: document, pem: Self.ours))
        let before = try JSONValue(json: Array(Entries.json(row.bundles).utf8))
        let after = try JSONPatch(JSONValue(json: patch)).applied(to: before)
        let wanted = try JSONValue(json: Array(Entries.json(row.bundles.map { _ in Self.ours }).utf8))
        let unchanged = Set(row.bundles.indices).subtracting(row.changes ?? [])
        if unchanged.isEmpty { #expect(after == wanted) }
        #expect(BundlePatch.make(for: try ConfigurationDocument(after.compact.span), pem: Self.ours) == nil)
    }

    @Test func textThatHasNoCertificatesIsNeverPublished() throws {
        let document = try Entries.document([Self.others])
        for text in ["", "x", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----"] {
            #expect(BundlePatch.make(for: document, pem: Array(text.utf8)) == nil)
        }
    }

    @Test(arguments: [
        (ours, BundlePatch.Difference.none), (ours + others, .excess), (others, .lack), ([], .lack),
    ])
    func tellsExcessFromLack(stored: [UInt8], difference: BundlePatch.Difference) throws {
        let document = try Entries.document([stored])
        let bundle = try #require(CertificateBundle(pem: Self.ours))
        #expect(BundlePatch.difference(of: document.entries[0], from: bundle) == difference)
    }

    // MARK: Reading

    @Test(arguments: [
        (#"{"service":{"name":"s","namespace":"n","port":8443}}"#, "s.n.svc" as String?),
        (#"{"url":"https://localhost:9443/mutate"}"#, "localhost"), (#"{"url":"https://a.b/x?y"}"#, "a.b"),
        (#"{"url":"https://[::1]:9443/mutate"}"#, "::1"), (#"{"url":"https://10.0.0.1"}"#, "10.0.0.1"),
        (#"{"url":"http://a"}"#, nil), (#"{"url":"https://"}"#, nil), (#"{"url":null,"service":null}"#, nil),
        ("{}", nil),
        ("null", nil), (#"{"service":{"name":"s"}}"#, nil),
    ])
    func readsTheNameThatIsAskedFor(clientConfig: String, name: String?) throws {
        let text = #"{"webhooks":[{"name":"e","clientConfig":\#(clientConfig)}]}"#
        #expect(try ConfigurationDocument(Array(text.utf8).span).entries.map(\.serverName) == [name])
    }

    /// The answer of a real API server to a JSON Patch of a configuration.
    @Test func readsARecordedConfiguration() throws {
        let text = String(decoding: try Fixtures.read("exchange/webhook-config-json-patch.http"), as: UTF8.self)
            .replacing("\r\n", with: "\n")
        let start = text.firstRange(of: "\n{\n")?.lowerBound ?? text.startIndex
        let document = try ConfigurationDocument(Array(text[start...].utf8).span)
        #expect(document.name == "rec")
        #expect(document.entries.map(\.name) == ["rec.wait.k8s"])
        #expect(document.entries[0].serverName == "localhost")
        let bundle: [UInt8]? = Encodings.Base64.decode(document.entries[0].caBundle)
        #expect(bundle.flatMap { CertificateBundle(pem: $0) } != nil)
    }

    @Test(arguments: ["[]", #"{"webhooks":{}}"#, #"{"webhooks":[1]}"#, "", #"{"metadata":{"name":1}}"#])
    func refusesWhatIsNoConfiguration(text: String) {
        #expect(throws: JSONError.self) { try ConfigurationDocument(Array(text.utf8).span) }
    }
}
