import CoreTestKit
import Dependencies
import Testing

@Suite struct CanonicalTextTests {
    @Test(arguments: [1, 2, 3, 4]) func parsingWhatWasPrintedGivesTheSameDependency(seed: UInt64) throws {
        var generated = Generated(seed: seed)
        for _ in 0..<500 {
            let dependency = generated.dependency()
            let parsed = try Dependency(canonical: dependency.description)
            #expect(parsed == dependency)
            #expect(parsed.description == dependency.description)
            #expect(!dependency.description.contains("\n"))
        }
    }

    @Test(arguments: [1, 2, 3, 4]) func theArgumentsOfAQuestionAskTheSameQuestion(seed: UInt64) throws {
        var generated = Generated(seed: seed)
        for _ in 0..<100 {
            let question = generated.question()
            #expect(try WaitQuestion(arguments: question.arguments) == question)
        }
    }

    @Test(arguments: [1, 2, 3, 4]) func canonicalTextIsAnItemOfTheListOfAnyKind(seed: UInt64) {
        var generated = Generated(seed: seed)
        for _ in 0..<300 {
            let dependency = generated.dependency(of: DependencyKind.allCases.filter { $0 != .container })
            let reading = Reading.of("for", "\(dependency), \(dependency)")
            #expect(reading.errors == [], "\(dependency)")
            #expect(reading.question?.dependencies == [dependency])
            #expect(reading.warnings.map(\.code) == [.duplicateDependency], "\(dependency)")
        }
    }

    /// The same item between quotes, among blanks and comments, in an annotation.
    @Test(arguments: [1, 2, 3, 4]) func quotingDoesNotChangeAnItem(seed: UInt64) throws {
        var generated = Generated(seed: seed)
        var random = SeededGenerator(seed: seed &+ 100)
        let kinds = [
            DependencyKind.service, .pod, .job, .cronjob, .statefulset, .daemonset, .crd, .secret, .node, .tcp,
        ]
        for _ in 0..<300 {
            let dependency = generated.dependency(of: kinds)
            // A path may have quotes of its own.
            guard dependency.options.field == nil else { continue }
            let text = dependency.description.dropFirst(dependency.kind.rawValue.count + 1)
            // Blanks of a selector stand in parentheses; the others separate words.
            let words = text.replacing(Self.optionStart, with: "\u{0}").split(separator: "\u{0}")
            let quoted = words.map { Self.quoted(String($0), &random) }
            let item = quoted.joined(separator: random.pick([" ", "  ", "\t", " \t "]))
            let value =
                random.pick(["", "\n", "# \"(,\n", "  "]) + item + random.pick(["", ",", "\n", " # (\" ,", ", "])
            let reading = PodAnnotations(
                [(dependency.kind.annotation ?? "", value)], namespace: "other", restartPolicy: nil)
            #expect(reading.errors == [], "\(value)")
            #expect(reading.question?.dependencies == [dependency], "\(value)")
        }
    }

    private static var optionStart: Regex<Substring> {
        #/\x20(?=(?:[a-z-]+=|same-node|anywhere|exists|absent|optional))/#
    }

    private static func quoted(_ word: String, _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return word
        case 1: return "\"\(word)\""
        default:
            // The quotes begin and end anywhere that is not inside brackets, where quotes belong to the text.
            let outside = word.prefix { $0 != "(" && $0 != "[" }
            let cut = outside.index(outside.startIndex, offsetBy: Int.random(in: 0...outside.count, using: &random))
            return "\"\(word[..<cut])\"\(word[cut...])"
        }
    }
}
