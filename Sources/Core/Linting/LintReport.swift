import JSONText
import Manifests

/// Findings as people, programs and code scanners read them.
package struct LintReport: Sendable {
    /// The findings, in order.
    package let findings: [LintFinding]
    /// The version of the program that found them.
    package let version: String

    /// A report of these findings.
    package init(_ findings: [LintFinding], version: String) {
        self.findings = findings
        self.version = version
    }

    /// A line for each, as compilers write them, and one that counts them.
    package var text: String {
        var lines = findings.map { finding in
            let place = "\(finding.file):\(finding.position.line):\(finding.position.column)"
            return
                "\(place): \(finding.severity.rawValue): \(finding.object): \(finding.message) [\(finding.rule.rawValue)]"
        }
        let errors = findings.count { $0.severity == .error }
        lines.append("\(Self.count(errors, "error")), \(Self.count(findings.count - errors, "warning"))")
        return lines.joined(separator: "\n") + "\n"
    }

    /// An array of objects.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for finding in findings {
            writer.beginObject()
            writer.member("rule", finding.rule.rawValue)
            writer.member("severity", finding.severity.rawValue)
            writer.member("file", finding.file)
            writer.member("line", finding.position.line)
            writer.member("column", finding.position.column)
            writer.member("object", finding.object)
            writer.member("message", finding.message)
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), what code scanners take.
    package var sarif: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        writer.member("version", "2.1.0")
        writer.key("runs")
        writer.beginArray()
        writer.beginObject()
        writeTool(to: &writer)
        // Columns count characters, not UTF-16 code units.
        writer.member("columnKind", "unicodeCodePoints")
        writer.key("results")
        writer.beginArray()
        for finding in findings { write(finding, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func writeTool(to writer: inout JSONWriter) {
        writer.key("tool")
        writer.beginObject()
        writer.key("driver")
        writer.beginObject()
        writer.member("name", "kubectl wait-for lint")
        writer.member("version", version)
        writer.key("rules")
        writer.beginArray()
        for rule in LintRule.allCases {
            writer.beginObject()
            writer.member("id", rule.rawValue)
            writer.key("shortDescription")
            writer.beginObject()
            writer.member("text", rule.summary)
            writer.endObject()
            writer.key("defaultConfiguration")
            writer.beginObject()
            writer.member("level", rule.severity.rawValue)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.endObject()
    }

    private func write(_ finding: LintFinding, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("ruleId", finding.rule.rawValue)
        writer.member("ruleIndex", LintRule.allCases.firstIndex(of: finding.rule) ?? 0)
        writer.member("level", finding.severity.rawValue)
        writer.key("message")
        writer.beginObject()
        writer.member("text", "\(finding.object): \(finding.message)")
        writer.endObject()
        writer.key("locations")
        writer.beginArray()
        writer.beginObject()
        writer.key("physicalLocation")
        writer.beginObject()
        writer.key("artifactLocation")
        writer.beginObject()
        writer.member("uri", finding.file)
        writer.endObject()
        writer.key("region")
        writer.beginObject()
        writer.member("startLine", finding.position.line)
        writer.member("startColumn", finding.position.column)
        writer.endObject()
        writer.endObject()
        writer.endObject()
        writer.endArray()
        writer.endObject()
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
