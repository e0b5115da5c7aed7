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
        #expect(examples.count >= 12)
        for example in examples {
            #expect(!example.annotations.isEmpty, "line \(example.line)")
            let reading = PodAnnotations(example.annotations, namespace: "shop", restartPolicy: nil)
            #expect(reading.errors.map(\.code.rawValue) == (example.refusal.map { [$0] } ?? []), "line \(example.line)")
            #expect((reading.question == nil) == (example.refusal != nil), "line \(example.line)")
            #expect(reading.warnings == [], "line \(example.line)")
        }
    }

    @Test func everyTargetOfTheTablesIsTaken() throws {
        var count = 0
        for row in try Self.rows(under: "## Targets") {
            // Rows of keys have the key in their first cell and its targets in the second.
            let isKeyed = row[0].hasPrefix("`wait.k8s/")
            let key = isKeyed ? String(Self.codes(row[0]).joined().dropFirst("wait.k8s/".count)) : "for-service"
            for target in Self.codes(row[isKeyed ? 1 : 0]) {
                let reading = Reading.of(key, target)
                #expect(reading.errors == [] && reading.texts.count == 1, "\(key): \(target)")
                count += 1
            }
        }
        #expect(count >= 17)
    }

    @Test func everyOptionOfTheTableFitsWhatItSays() throws {
        var documented: Set<String> = []
        for row in try Self.rows(under: "## Options") {
            for option in Self.codes(row[0]) {
                documented.insert(String(option.prefix { $0 != "=" }))
                for (kind, item) in Self.items where row[1].split(separator: ", ").contains(where: kind.isIn) {
                    let reading = Reading.of(kind.key, "\(item) \(option)")
                    #expect(
                        reading.errors == [] && reading.texts.count == 1,
                        "\(kind.key): \(item) \(option): \(reading.errors.first?.message ?? "")")
                }
            }
        }
        #expect(documented == Set(Self.optionNames))
    }

    @Test func noOptionFitsMoreThanTheTableSays() throws {
        for row in try Self.rows(under: "## Options") {
            for option in Self.codes(row[0]) {
                for (kind, item) in Self.items
                where item.first != "(" && !row[1].split(separator: ", ").contains(where: kind.isIn) {
                    let reading = Reading.of(kind.key, "\(item) \(option)")
                    let text = "\(kind.key): \(item) \(option)"
                    #expect(reading.errors.map(\.code) == [.optionDoesNotFit], "\(text)")
                }
            }
        }
    }

    @Test func everyKeyThatIsTakenIsDocumented() throws {
        let text = try Self.lines().joined(separator: "\n")
        let knobs = ["timeout", "on-timeout", "on-failure", "position", "inject", "cpu", "memory", "image"]
        let lists = DependencyKind.allCases.compactMap(\.annotation).map { String($0.dropFirst("wait.k8s/".count)) }
        for key in lists + knobs + ["injected-by", "copied"] {
            #expect(text.contains("`wait.k8s/\(key)`"), "\(key)")
            #expect(!Reading.of(key, "x").errors.contains { $0.code == .unknownAnnotation }, "\(key)")
        }
    }

    /// A kind as the tables call it.
    private struct Kind {
        /// The annotation's name without its prefix.
        let key: String
        /// What the column "Fits" of the options calls it.
        let names: Set<String>

        func isIn(_ cell: some StringProtocol) -> Bool { names.contains(String(cell)) }
    }

    private static let optionNames = [
        "port", "min", "match", "uptime", "condition", "jsonpath", "key", "version", "max-age", "remember", "if-absent",
        "status", "ca", "same-node", "anywhere", "exists", "absent", "optional", "insecure", "timeout", "on-failure",
    ]

    /// One item of each kind, to which an option is added.
    private static let items: [(kind: Kind, item: String)] = {
        let objects = [
            ("for-service", "Service"), ("for-pod", "Pod"), ("for-job", "Job"), ("for-cronjob", "CronJob"),
            ("for-deployment", "Deployment"), ("for-statefulset", "StatefulSet"), ("for-daemonset", "DaemonSet"),
            ("for-pvc", "PersistentVolumeClaim"), ("for-crd", "CustomResourceDefinition"), ("for-node", "Node"),
        ].map { key, name -> (kind: Kind, item: String) in
            let shared: Set<String> = ["all", "all objects", "all objects but ConfigMaps and Secrets"]
            return (Kind(key: key, names: shared.union([name])), key == "for-crd" ? "foos.example.com" : "a")
        }
        let stores = [("for-configmap", "ConfigMap"), ("for-secret", "Secret")].map { key, name -> (Kind, String) in
            (Kind(key: key, names: ["all", "all objects", name]), "a")
        }
        return objects + stores + [
            (Kind(key: "for-pod", names: ["Pods by label"]), "(app=a)"),
            (Kind(key: "for-job", names: ["Jobs by label"]), "(app=a)"),
            (Kind(key: "for-tcp", names: ["all"]), "db.example.com:5432"),
            (Kind(key: "for-http", names: ["all", "URL", "https URL"]), "https://a.example.com/"),
            (Kind(key: "for-dns", names: ["all"]), "db.example.com"),
            (Kind(key: "for-file", names: ["all"]), "/etc/tls/ca.crt"),
        ]
    }()

    /// The cells of the tables' rows between a heading and the next one of its rank.
    private static func rows(under heading: String) throws -> [[String]] {
        let lines = try lines().drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return lines.filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private static func codes(_ cell: String) -> [String] { cell.matches(of: #/`([^`]+)`/#).map { String($0.1) } }

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
