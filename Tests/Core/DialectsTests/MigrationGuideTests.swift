import Dependencies
import Dialects
import Foundation
import Testing

/// The examples of `docs/migrating.md`: containers as people wrote them for another tool, and annotations that ask the same.
@Suite struct MigrationGuideTests {
    private struct Section {
        var title: String
        var containers: [Container] = []
        var annotations: [(key: String, value: String)] = []
    }

    @Test func bothFormsAskTheSame() throws {
        let sections = try Self.sections().filter { !$0.containers.isEmpty }
        #expect(sections.map(\.title) == Dialect.allCases.map(\.rawValue).filter { $0 != "k8s-wait" })
        for section in sections {
            var byContainers: Set<Dependency> = []
            var timeouts: Set<TimeLimit> = []
            for container in section.containers {
                let read = try container.read()
                #expect(read.dialect.rawValue == section.title)
                byContainers.formUnion(read.question.dependencies)
                timeouts.insert(read.question.timeout)
            }
            let reading = PodAnnotations(section.annotations, namespace: "shop", restartPolicy: nil)
            #expect(reading.errors == [] && reading.warnings == [], "\(section.title)")
            #expect(Set(reading.question?.dependencies ?? []) == byContainers, "\(section.title)")
            #expect(reading.question.map { [$0.timeout] } == timeouts, "\(section.title)")
        }
    }

    @Test func namesEveryProgram() throws {
        let text = try Self.text()
        for name in Dialect.programNames { #expect(text.contains("`\(name)`"), "\(name)") }
    }

    private static func text() throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/migrating.md")
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// The sections, read line by line: the examples keep to few forms of YAML.
    private static func sections() throws -> [Section] {
        var sections: [Section] = []
        var block: [Substring]?
        for line in try text().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { sections.append(Section(title: String(line.dropFirst(3)))) }
            if line.hasPrefix("```") {
                if let lines = block, !sections.isEmpty { try read(lines, into: &sections[sections.count - 1]) }
                block = block == nil ? [] : nil
            } else {
                block?.append(line)
            }
        }
        return sections
    }

    private static func read(_ lines: [Substring], into section: inout Section) throws {
        let isPod = lines.first == "initContainers:"
        try #require(isPod || lines.first == "annotations:")
        for line in lines.dropFirst() {
            if isPod { try read(container: line, into: &section) } else { read(annotation: line, into: &section) }
        }
    }

    private static func read(annotation line: Substring, into section: inout Section) {
        if line.hasPrefix("    ") {
            section.annotations[section.annotations.count - 1].value += line.dropFirst(4) + "\n"
            return
        }
        let parts = line.dropFirst(2).split(separator: ": ", maxSplits: 1)
        section.annotations.append((String(parts[0]), parts[1] == "|" ? "" : String(parts[1])))
    }

    private static func read(container line: Substring, into section: inout Section) throws {
        if line.hasPrefix("- name: ") {
            section.containers.append(Container())
            return
        }
        let index = section.containers.count - 1
        if let list = value(line, "  command: ") {
            section.containers[index].command = try JSONDecoder().decode([String].self, from: Data(list.utf8))
        } else if let list = value(line, "  args: ") {
            section.containers[index].arguments = try JSONDecoder().decode([String].self, from: Data(list.utf8))
        } else if let entry = value(line, "  - {name: ") {
            let parts = entry.dropLast().split(separator: ", value: ", maxSplits: 1)
            section.containers[index].environment[String(parts[0])] = String(parts[1].dropFirst().dropLast())
        } else {
            try #require(line == "  env:" || line.hasPrefix("  image: registry.example/k8s-wait"))
        }
    }

    private static func value(_ line: Substring, _ prefix: String) -> Substring? {
        line.hasPrefix(prefix) ? line.dropFirst(prefix.count) : nil
    }
}
