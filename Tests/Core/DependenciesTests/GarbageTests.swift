import CoreTestKit
import Dependencies
import Testing

@Suite struct GarbageTests {
    private static let pieces = [
        "postgres", "infra/redis", "a:5432", " ", ",", "\n", "#", "\"", "\\", "(", ")", "[", "]", "{", "}", "=", "!",
        "port=", "min=all",
        "match=(", "pod:", "timeout=", "1h", "none", "on-failure=wait", "in", "notin", "é", "\u{0}", "\u{1F600}",
        "9999999999999999999",
        "/", ":", ".", ".svc.cluster.local", "$(", "\t", "\r",
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
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try Self.tryEverything(String(decoding: bytes, as: UTF8.self), &random)
        }
    }

    @Test(arguments: [1, 2, 3]) func wordsOfTheGrammarInAnyOrderNeverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let value = (0..<Int.random(in: 1...30, using: &random)).map { _ in random.pick(Self.pieces) }.joined()
            try Self.tryEverything(value, &random)
        }
    }

    @Test(arguments: [1, 2, 3]) func changedCanonicalTextNeverTraps(seed: UInt64) throws {
        var generated = Generated(seed: seed)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var bytes = Array(generated.dependency().description.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            try Self.tryEverything(String(decoding: bytes, as: UTF8.self), &random)
        }
    }

    private static func tryEverything(_ value: String, _ random: inout SeededGenerator) throws {
        for key in [
            "for-service", "for-job", "timeout", "position", "cpu", "memory", "image", String(value.prefix(20)),
        ] {
            try check(Reading.of(key, value))
        }
        if let dependency = try? Dependency(canonical: value) {
            #expect(try Dependency(canonical: dependency.description) == dependency)
        }
        if let selector = try? LabelSelector(text: value) {
            #expect(try LabelSelector(text: selector.description) == selector)
        }
        _ = try? WaitQuestion(arguments: ["for", value, "--timeout=\(value)"])
    }
}
