import ManifestYAML
import Manifests
import Testing

struct YAMLManifestTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let yaml: String
        let json: String
    }

    static let examples = [
        Example(testDescription: "nothing", yaml: "# nothing\n---\n", json: ""),
        Example(
            testDescription: "documents", yaml: "a: 1\n---\nb: x\n...\n---\n- z\n", json: #"{"a":1}{"b":"x"}["z"]"#),
        Example(
            testDescription: "quotes", yaml: "a: 'yes'\nb: \"1\"\nc: yes\n", json: #"{"a":"yes","b":"1","c":true}"#),
        Example(
            testDescription: "keys are texts", yaml: "80: a\non: b\n~: c\n", json: #"{"80":"a","true":"b","null":"c"}"#),
        Example(testDescription: "tags", yaml: "a: !!str 1\nb: ! 2\nc: !mine 3\n", json: #"{"a":"1","b":"2","c":3}"#),
        Example(
            testDescription: "blocks", yaml: "a: |\n  x\n   y\n\nb: >-\n  x\n  y\n", json: #"{"a":"x\n y\n","b":"x y"}"#
        ),
        Example(testDescription: "aliases", yaml: "a: &x [1]\nb: *x\n", json: #"{"a":[1],"b":[1]}"#),
        Example(
            testDescription: "merges",
            yaml: "a: &x {k: 1, l: 2}\nb: &y {k: 3}\nc: {<<: [*y, *x], m: 4}\nd:\n  <<: *x\n  k: 5\n",
            json: #"{"a":{"k":1,"l":2},"b":{"k":3},"c":{"m":4,"k":3,"l":2},"d":{"k":5,"l":2}}"#),
        Example(
            testDescription: "other characters", yaml: "\u{FEFF}é: \"€\\u00e9\"\nb: 😀\n", json: #"{"é":"€é","b":"😀"}"#),
    ]

    @Test(arguments: examples) func meansItsJSON(_ example: Example) throws {
        let documents = try YAMLManifest.read(Array(example.yaml.utf8))
        #expect(String(decoding: documents.flatMap(\.json), as: UTF8.self) == example.json)
    }

    @Test(arguments: [
        ("a: b: c\n", ManifestError.Code.unreadable, Int?.some(4)), ("a: 1\nb: 2\na: 3\n", .repeatedKey, 10),
        ("a: *x\n", .unreadable, 3), ("? [a]\n: b\n", .unreadable, 2), ("é: [\n", .unreadable, nil),
        ("{{ .Values.x }}\n", .unreadable, nil), ("a: {<<: 1}\n", .unreadable, 8),
    ])
    func whatIsWrongIsSaid(_ yaml: String, _ code: ManifestError.Code, _ offset: Int?) {
        do {
            _ = try YAMLManifest.read(Array(yaml.utf8))
            Issue.record("read")
        } catch {
            #expect(error.code == code)
            if let offset { #expect(error.offset == offset) }
        }
    }

    @Test func badBytesAreRefused() {
        #expect(throws: ManifestError.self) { try YAMLManifest.read([0x61, 0x3A, 0x20, 0xFF]) }
    }

    @Test func aliasesDoNotBlowUp() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: ManifestError.self) { try YAMLManifest.read(Array(yaml.utf8)) }
    }

    /// Each alias stands far inside of the next anchor's value.
    @Test(arguments: [3, 300]) func aliasesDoNotNestDeeper(_ levels: Int) throws {
        var yaml = "a0: &a0 {x: y}\n"
        for level in 1...levels {
            let (open, close) = (String(repeating: "[", count: 30), String(repeating: "]", count: 30))
            yaml += "a\(level): &a\(level) \(open)*a\(level - 1)\(close)\n"
        }
        if levels == 3 {
            #expect(try YAMLManifest.read(Array(yaml.utf8)).count == 1)
        } else {
            let error = #expect(throws: ManifestError.self) { try YAMLManifest.read(Array(yaml.utf8)) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test func depthIsBounded() {
        #expect(throws: ManifestError.self) {
            try YAMLManifest.read(Array(String(repeating: "[", count: 5_000).utf8))
        }
        #expect(throws: ManifestError.self) {
            try JSONManifest.read(Array((String(repeating: "{\"a\":", count: 5_000)).utf8))
        }
    }

    /// Each value stands where it says.
    @Test func valuesKnowTheirPlaces() throws {
        let text = Array("é: 1\na:\n- x: 'y'  # z\n  w: [p, {q: r}]\nb: |\n  t\n\nc:\n".utf8)
        let root = try #require(try YAMLManifest.read(text).first)
        func shown(_ node: ManifestNode?) -> String? {
            node?.origin.map { String(decoding: text[$0], as: UTF8.self) }
        }
        #expect(shown(root["a"]) == "- x: 'y'  # z\n  w: [p, {q: r}]")
        #expect(shown(root["a"]?.elements.first) == "x: 'y'  # z\n  w: [p, {q: r}]")
        #expect(shown(root["a"]?.elements.first?["w"]?.elements.last) == "{q: r}")
        #expect(shown(root["a"]?.elements.first?["x"]) == "'y'")
        #expect(shown(root.member("c")?.value) == "")
        #expect(root.member("c")?.value.origin?.lowerBound == text.count - 1)
        let lines = LineTable(text)
        #expect(
            lines.position(of: root.member("é")?.value.origin?.lowerBound ?? 0) == SourcePosition(line: 1, column: 4))
        #expect(lines.position(of: root.member("b")?.keyOrigin?.lowerBound ?? 0) == SourcePosition(line: 5, column: 1))
    }
}
