import Dependencies
import Foundation
import Testing

/// The examples of `docs/annotations.md`: each `yaml` block is the annotations of one pod.
@Suite struct DocumentationTests {
    /// One block; a first line `# refused: CODE` says what is wrong with it.
    private struct Example {
        var annotations: [(key: String, value: String)] = []
        var refusal: String?
        var line: Int
    }

    @Test func everyExampleIsAsItSays() throws {
        let examples = try Self.examples()
        #expect(examples.count >= 8)
        for example in examples {
            #expect(!example.annotations.isEmpty, "line \(example.line)")
            let reading = PodAnnotations(example.annotations, namespace: "shop", restartPolicy: nil)
            #expect(reading.errors.map(\.code.rawValue) == (example.refusal.map { [$0] } ?? []), "line \(example.line)")
            #expect((reading.question == nil) == (example.refusal != nil), "line \(example.line)")
            #expect(reading.warnings == [], "line \(example.line)")
        }
    }

    @Test func everyTargetAndOptionOfTheTablesIsTaken() throws {
        var count = 0
        for row in try Self.lines() where row.hasPrefix("| `") {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for code in cells[0].matches(of: #/`([^`]+)`/#).map({ String($0.1) }) {
                let isOption = code.contains("=")
                let isJob = isOption && cells[1] == "Job"
                guard isOption || cells.count == 2, !code.hasPrefix("wait.k8s/"), code != "Always" else { continue }
                let reading = Reading.of(isJob ? "for-job" : "for-service", isOption ? "a \(code)" : code)
                #expect(reading.errors == [] && reading.texts.count == 1, "\(code)")
                count += 1
            }
        }
        #expect(count >= 18)
    }

    @Test func everyKeyThatIsTakenIsDocumented() throws {
        let text = try Self.lines().joined(separator: "\n")
        let keys = [
            "for-service", "for-job", "timeout", "on-timeout", "on-failure", "position", "inject", "cpu", "memory",
            "image",
            "injected-by", "copied",
        ]
        for key in keys {
            #expect(text.contains("`wait.k8s/\(key)`"))
            #expect(!Reading.of(key, "x").errors.contains { $0.code == .unknownAnnotation })
        }
    }

    private static func lines() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/annotations.md")
        return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    /// The blocks, by the little of YAML that they use: plain scalars and `|` blocks.
    private static func examples() throws -> [Example] {
        var examples: [Example] = []
        var isInside = false
        for (index, line) in try lines().enumerated() {
            if line.hasPrefix("```") {
                isInside = line == "```yaml"
                if isInside { examples.append(Example(line: index + 1)) }
                continue
            }
            guard isInside, var example = examples.popLast() else { continue }
            if line.hasPrefix("# refused: ") {
                example.refusal = String(line.dropFirst("# refused: ".count))
            } else if line.hasPrefix("  "), let last = example.annotations.popLast() {
                example.annotations.append((last.key, last.value + line.dropFirst(2) + "\n"))
            } else if let colon = line.range(of: ": ") {
                let value = String(line[colon.upperBound...])
                example.annotations.append((String(line[..<colon.lowerBound]), value == "|" ? "" : value))
            }
            examples.append(example)
        }
        return examples
    }
}
