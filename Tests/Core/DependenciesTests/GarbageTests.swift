import CoreTestKit
import Dependencies
import Testing

@Suite struct GarbageTests {
    /// Every key of a list, and those of settings.
    private static let lists =
        ["for", "for.x"]
        + DependencyKind.allCases.filter { $0 != .container && $0 != .resource }
        .map { "for-\($0.rawValue)" }
    private static let settings = [
        "timeout", "on-timeout", "on-failure", "position", "inject", "cpu", "memory", "image",
    ]

    private static let pieces = [
        "postgres", "infra/redis", "a:5432", " ", ",", "\n", "#", "\"", "\\", "(", ")", "[", "]", "{", "}", "=", "!",
        "port=", "min=all",
        "match=(", "pod:", "timeout=", "1h", "none", "on-failure=wait", "in", "notin", "é", "\u{0}", "\u{1F600}",
        "9999999999999999999",
        "/", ":", ".", ".svc.cluster.local", "$(", "\t", "\r", "(app=a)", "condition=", "Ready", "jsonpath={",
        ".status.x",
        "[?(@.a==\"b\")]", "uptime=0", "same-node", "exists", "absent", "optional", "remember=", "always", "status=",
        "200-299", "ca=/a", "insecure", "http://", "https://a.b/c?d", "[::1]:80", "10.0.0.1:80", "/var/run/a", "..",
        "deploy/", "certificate.cert-manager.io/", "[{", "\"name\":", "\"labels\":{", "}]", "[\"", "\"]", "null",
        "\\u00e9",
        "'", "key=a", "version=v1", "max-age=1h", "if-absent=ready", "anywhere",
    ]

    /// What any value must come to: an answer of bounded size whose dependencies print and parse.
    private static func check(_ reading: PodAnnotations) throws {
        for diagnostic in reading.errors + reading.warnings {
            #expect(diagnostic.description.count <= Diagnostic.maximumLength)
            #expect(!diagnostic.description.unicodeScalars.contains { $0.value < 0x20 })
            #expect(diagnostic.column >= 1 && diagnostic.item.unicodeScalars.count <= 60)
        }
        #expect(reading.errors.count <= 80)
        guard let question = reading.question else { return }
        #expect(question.dependencies.count <= WaitQuestion.maximumDependencies)
        #expect(try WaitQuestion(arguments: question.arguments) == question)
    }

    @Test(arguments: [1, 2, 3]) func randomBytesNeverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try Self.tryEverything(String(decoding: bytes, as: UTF8.self), &random)
        }
    }

    @Test(arguments: [1, 2, 3]) func wordsOfTheGrammarInAnyOrderNeverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = (0..<Int.random(in: 1...30, using: &random)).map { _ in random.pick(Self.pieces) }.joined()
            try Self.tryEverything(value, &random)
        }
    }

    @Test(arguments: [1, 2, 3]) func changedListsNeverTrap(seed: UInt64) throws {
        var generated = Generated(seed: seed)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let items = (0..<Int.random(in: 1...3, using: &random)).map { _ in generated.dependency().description }
            let isJSON = random.once(in: 3)
            let value =
                isJSON
                ? "[\"\(items.joined(separator: "\",\""))\"]" : items.joined(separator: random.pick([",", "\n"]))
            var bytes = Array(value.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
                case 2: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            try Self.tryEverything(String(decoding: bytes, as: UTF8.self), &random)
        }
    }

    /// However many lists are empty or broken, and keys unknown or repeated: as many errors as a pod may have items,
    /// settings and 16 keys.
    @Test(arguments: ["for-service.%=", "for.%=[{", "for-job.%=a_b", "fro-%=x", "for-pod="])
    func manyBadAnnotationsMakeFewErrors(_ pattern: String) {
        let annotations = (0..<500).map { number in
            let parts = pattern.replacing("%", with: String(number)).split(
                separator: "=", omittingEmptySubsequences: false)
            return (key: "wait.k8s/\(parts[0])", value: String(parts[1]))
        }
        let reading = PodAnnotations(annotations, namespace: "shop", restartPolicy: nil)
        #expect(1...81 ~= reading.errors.count)
        #expect(reading.question == nil)
    }

    /// Objects of the JSON form with members and values in any order.
    @Test(arguments: [1, 2, 3]) func objectsOfAnyMembersNeverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = [
            "namespace", "name", "labels", "requireSameNode", "apiVersion", "kind", "fields", "conditions", "x",
        ]
        let values = [
            "\"a\"", "\"Pod\"", "\"apps/v1\"", "\"\"", "null", "true", "5", "{}", "[]", "{\"a\":\"b\"}", "{\"a\":1}",
            "[{\"key\":\"a.b\",\"value\":\"c\"}]", "[{\"type\":\"Ready\"}]", "[{\"key\":1}]", "[[]]", "\"\\ud800\"",
        ]
        for _ in 0..<100 {
            let members = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                "\"\(random.pick(names))\":\(random.pick(values))"
            }
            try Self.tryEverything("[{\(members.joined(separator: ","))}]", &random)
        }
    }

    private static func tryEverything(_ value: String, _ random: inout SeededGenerator) throws {
        for key in lists {
            let reading = Reading.of(key, value)
            // Whatever is not understood is said: a list never asks for nothing in silence.
            #expect(reading.question != nil || !reading.errors.isEmpty, "\(key): \(value)")
            try check(reading)
        }
        for key in settings + [String(value.prefix(20))] { try check(Reading.of(key, value)) }
        _ = try? DependencyJSON.read(value, of: random.pick(DependencyKind.allCases), namespace: "a", variable: "b")
        if let dependency = try? Dependency(canonical: value) {
            #expect(try Dependency(canonical: dependency.description) == dependency)
        }
        if let selector = try? LabelSelector(text: value) {
            #expect(try LabelSelector(text: selector.description) == selector)
        }
        _ = try? WaitQuestion(arguments: ["for", value, "--timeout=\(value)"])
    }
}
