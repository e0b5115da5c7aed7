import ArgumentParser
import CoreTestKit
import Testing

@testable import kubectl_wait_for

/// Manifests with a few bytes wrong: they are read or refused, and nothing ends the program.
struct BrokenManifestTests {
    private static let texts: [[UInt8]] = ["manifests/inject", "manifests/lint"].flatMap { folder in
        [".yaml", ".json"].flatMap { ending in
            Fixtures.names(in: folder, endingIn: ending).compactMap { try? Fixtures.read("\(folder)/\($0)\(ending)") }
        }
    }

    /// A text with some of it changed, left out, or put in twice.
    private static func broken(_ choices: inout SeededGenerator) -> [UInt8] {
        var text = choices.pick(texts)
        for _ in 0...choices.index(below: 3) {
            let start = choices.index(below: text.count)
            let end = min(start + choices.index(below: 24), text.count)
            switch choices.index(below: 4) {
            case 0: text[start] = UInt8(truncatingIfNeeded: choices.next())
            case 1: text.removeSubrange(start..<end)
            case 2: text.insert(contentsOf: text[start..<end], at: choices.index(below: text.count))
            default:
                text.insert(
                    contentsOf: Array(
                        choices.pick(["{", "]", "&a ", "*a", "<<: ", "\t", "|\n", "\u{FEFF}", "- ", "\\u"]).utf8),
                    at: start)
            }
        }
        return text
    }

    @Test func nothingEndsTheProgram() throws {
        let inject = try InjectCommand.parse(["-f", "x", "--pin", String(repeating: "ab", count: 32)])
        let lint = try LintCommand.parse(["-f", "x"])
        let suggest = try SuggestCommand.parse(["-f", "x"])
        var readable = 0
        for seed in 0..<300 {
            var choices = SeededGenerator(seed: UInt64(seed))
            guard let file = try? ManifestFile(name: "x", text: Self.broken(&choices)) else { continue }
            readable += 1
            #expect(try lint.result(for: [file]).status < 2, "seed \(seed)")
            #expect(suggest.result(for: [file]).status == 0, "seed \(seed)")
            guard
                let once = try? InjectCommand.output(for: [file], inject.options.settings, namespace: "shop"),
                once.status == 0
            else { continue }
            let again = try ManifestFile(name: "x", text: once.standard)
            let twice = try InjectCommand.output(for: [again], inject.options.settings, namespace: "shop")
            #expect(twice.standard == once.standard, "seed \(seed)")
        }
        #expect(readable > 40)
    }
}
