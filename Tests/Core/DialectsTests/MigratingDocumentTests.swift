import Dependencies
import Dialects
import Foundation
import Testing

/// The examples of `docs/migrating.md`: what is shown before and after must be the same wait.
@Suite struct MigratingDocumentTests {
    /// One tool's section.
    struct Section: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var containers: [Container] = []
        var annotations: [(key: String, value: String)] = []
    }

    @Test func thereIsASectionForEachTool() throws {
        let tools = Dialect.allCases.filter { $0 != .native }.map(\.rawValue)
        #expect(Set(try Self.sections().map(\.testDescription)) == Set(tools))
    }

    @Test func beforeAndAfterWaitForTheSame() throws {
        for section in try Self.sections() {
            let before = try section.containers.flatMap { try $0.read().question.dependencies }
            let reading = PodAnnotations(section.annotations, namespace: "shop", restartPolicy: nil)
            #expect(reading.errors == [], "\(section)")
            #expect(!before.isEmpty, "\(section)")
            let after = reading.question?.dependencies ?? []
            #expect(Set(before.map(\.description)) == Set(after.map(\.description)), "\(section)")
        }
    }

    @Test func theContainersAreOfTheDialectThatTheSectionIsAbout() throws {
        for section in try Self.sections() {
            for container in section.containers {
                #expect(try container.read().dialect.rawValue == section.testDescription)
            }
        }
    }

    /// The sections with examples, by the little of YAML that they use.
    private static func sections() throws -> [Section] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/migrating.md")
        var sections: [Section] = []
        for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("## ") {
                sections.append(Section(testDescription: String(line.dropFirst(3))))
            } else if line.hasPrefix("- name: "), !sections.isEmpty {
                sections[sections.count - 1].containers.append(Container())
            } else if let args = line.firstMatch(of: #/^  args: (\[.*\])$/#), !sections.isEmpty {
                let words = try JSONDecoder().decode([String].self, from: Data(args.1.utf8))
                let section = sections.count - 1
                sections[section].containers[sections[section].containers.count - 1].arguments = words
            } else if let variable = line.firstMatch(of: #/^  - {name: ([A-Z_]+), value: "([^"]*)"}$/#) {
                let section = sections.count - 1
                let container = sections[section].containers.count - 1
                sections[section].containers[container].environment[String(variable.1)] = String(variable.2)
            } else if let annotation = line.firstMatch(of: #/^  (wait\.k8s\/[a-z-]+): (.+)$/#), !sections.isEmpty {
                sections[sections.count - 1].annotations.append((String(annotation.1), String(annotation.2)))
            }
        }
        return sections
    }
}
