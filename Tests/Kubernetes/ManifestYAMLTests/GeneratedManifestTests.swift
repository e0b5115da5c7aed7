import CoreTestKit
import Manifests
import Testing

/// Manifests written in every way that YAML has: whatever they look like, the container goes in, and nothing else changes.
struct GeneratedManifestTests {
    /// Writes a value as YAML, in one of the ways that mean the same.
    private struct Writer {
        var choices: SeededGenerator
        let newline: String
        let indentsSequences: Bool
        let step: Int

        init(seed: UInt64) {
            choices = SeededGenerator(seed: seed)
            newline = choices.once(in: 6) ? "\r\n" : "\n"
            indentsSequences = choices.once(in: 2)
            step = 2 + choices.index(below: 3)
        }

        mutating func document(_ root: ManifestNode) -> String {
            var text = choices.once(in: 2) ? "---" + newline : ""
            text += comment(at: 0) + block(root, at: 0)
            // A text may end in the middle of a line, but for a block of text, whose last line then means something else.
            if choices.once(in: 8), text.hasSuffix(newline), !text.contains("|") { text.removeLast() }
            return text
        }

        private mutating func comment(at column: Int) -> String {
            guard choices.once(in: 5) else { return choices.once(in: 9) ? newline : "" }
            return String(repeating: " ", count: column) + "# a comment: {of} [no] - meaning" + newline
        }

        private mutating func lineEnd() -> String {
            (choices.once(in: 6) ? "  # why: not" : choices.once(in: 9) ? "  " : "") + newline
        }

        /// Lines at a column, the first with its indentation too.
        private mutating func block(_ node: ManifestNode, at column: Int, isInline: Bool = false) -> String {
            var text = ""
            var isFirst = isInline
            func indentation() -> String { String(repeating: " ", count: column) }
            switch node.content {
            case .mapping(let members):
                for member in members {
                    text += (isFirst ? "" : comment(at: column) + indentation()) + key(member.key) + ":"
                    isFirst = false
                    text += value(member.value, under: column)
                }
            case .sequence(let elements):
                for element in elements {
                    text += (isFirst ? "" : comment(at: column) + indentation()) + "-"
                    isFirst = false
                    if element.isCollection, !isEmpty(element), !choices.once(in: 4) {
                        text += " " + block(element, at: column + 2, isInline: true)
                    } else {
                        text += " " + flow(element) + lineEnd()
                    }
                }
            default: text += flow(node) + lineEnd()
            }
            return text
        }

        private mutating func value(_ node: ManifestNode, under column: Int) -> String {
            if node.isCollection, !isEmpty(node), !choices.once(in: 5) {
                var isSequence = false
                if case .sequence = node.content { isSequence = true }
                let inner = column + (isSequence ? (indentsSequences ? step : 0) : step)
                return lineEnd() + block(node, at: inner)
            }
            if node.isNull, choices.once(in: 2) { return lineEnd() }
            if let text = node.string, text.hasSuffix("\n"), !text.hasPrefix(" ") {
                let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
                let indentation = String(repeating: " ", count: column + step)
                return " |" + newline + lines.map { ($0.isEmpty ? "" : indentation + $0) + newline }.joined()
            }
            return " " + flow(node) + lineEnd()
        }

        private mutating func flow(_ node: ManifestNode) -> String {
            switch node.content {
            case .mapping(let members):
                var parts: [String] = []
                for member in members { parts.append(quoted(member.key) + ": " + flow(member.value)) }
                return "{" + blank() + parts.joined(separator: "," + blank()) + blank() + "}"
            case .sequence(let elements):
                var parts: [String] = []
                for element in elements { parts.append(flow(element)) }
                return "[" + blank() + parts.joined(separator: "," + blank()) + blank() + "]"
            case .string(let text): return quoted(text)
            default: return String(decoding: node.json, as: UTF8.self)
            }
        }

        private mutating func blank() -> String { choices.once(in: 2) ? " " : "" }

        private mutating func key(_ key: String) -> String { choices.once(in: 6) ? quoted(key) : key }

        private mutating func quoted(_ text: String) -> String {
            if choices.once(in: 3), !text.contains("\n"), !text.contains("'") { return "'\(text)'" }
            return String(decoding: ManifestNode(.string(text)).json, as: UTF8.self)
        }

        private func isEmpty(_ node: ManifestNode) -> Bool { node.members.isEmpty && node.elements.isEmpty }
    }

    /// An object that waits, with more or less about it.
    private static func object(_ choices: inout SeededGenerator) -> ManifestNode {
        func text(_ text: String) -> ManifestNode { ManifestNode(.string(text)) }
        func map(_ members: [(String, ManifestNode)]) -> ManifestNode {
            ManifestNode(.mapping(members.map { ManifestNode.Member(key: $0.0, value: $0.1) }))
        }
        func some(_ members: [(String, ManifestNode)]) -> [(String, ManifestNode)] {
            members.filter { _ in choices.once(in: 2) }.shuffled(using: &choices)
        }
        let waits = map(
            [("wait.k8s/for-service", text("db, infra/redis port=6379"))]
                + some([("note", text("two\nlines\n")), ("other", text("é: €"))]))
        let container = map(
            [("name", text("main")), ("image", text("main:1"))]
                + some([
                    ("args", ManifestNode(.sequence([text("a b"), text("- c"), text("x\n\ny\n")]))),
                    ("env", ManifestNode(.sequence([map([("name", text("A")), ("value", text("yes"))])]))),
                    ("resources", map([("limits", map([("cpu", text("100m")), ("memory", text("1Gi"))]))])),
                ]))
        let first = map([("name", text("first")), ("image", text("i"))])
        let spec = map(
            ([("containers", ManifestNode(.sequence([container])))]
                + some([
                    ("initContainers", ManifestNode(.sequence(choices.once(in: 3) ? [] : [first, first]))),
                    ("dnsPolicy", text("Default")), ("volumes", ManifestNode(.null)),
                    ("terminationGracePeriodSeconds", ManifestNode(.number("30"))),
                ])).shuffled(using: &choices))
        func metadata(_ annotations: ManifestNode?) -> ManifestNode {
            map(
                ([("name", text("x"))] + (annotations.map { [("annotations", $0)] } ?? [])
                    + some([
                        ("labels", choices.once(in: 3) ? ManifestNode(.null) : map([("app", text("x"))])),
                        ("finalizers", ManifestNode(.sequence([]))),
                    ])).shuffled(using: &choices))
        }
        if choices.once(in: 3) {
            return map(
                [("apiVersion", text("v1")), ("kind", text("Pod")), ("metadata", metadata(waits)), ("spec", spec)]
                    .shuffled(using: &choices))
        }
        let isOnTemplate = choices.once(in: 2)
        var template = [("spec", spec)]
        if isOnTemplate || choices.once(in: 2) { template.append(("metadata", metadata(isOnTemplate ? waits : nil))) }
        let outer = map(
            [("template", map(template.shuffled(using: &choices))), ("replicas", ManifestNode(.number("2")))]
                .shuffled(using: &choices))
        return map(
            [
                ("apiVersion", text("apps/v1")), ("kind", text("Deployment")),
                ("metadata", metadata(isOnTemplate ? nil : waits)), ("spec", outer),
            ].shuffled(using: &choices))
    }

    @Test func whateverItLooksLikeOnlyOursGoesIn() throws {
        for seed in 0..<200 {
            var choices = SeededGenerator(seed: UInt64(seed))
            let object = Self.object(&choices)
            var writer = Writer(seed: UInt64(seed))
            let text = Array(writer.document(object).utf8)
            let read = try InjectionTests.read(text)
            #expect(
                read.count == 1 && read[0].isEqual(to: object), "seed \(seed): \(String(decoding: text, as: UTF8.self))"
            )
            do {
                let injected = try InjectionTests.inject(text)
                #expect(injected != text, "seed \(seed)")
                #expect(try InjectionTests.inject(injected) == injected, "seed \(seed)")
                #expect(
                    Self.keepsComments(text, injected), "seed \(seed): \(String(decoding: injected, as: UTF8.self))")
            } catch {
                Issue.record("seed \(seed): \(error): \(String(decoding: text, as: UTF8.self))")
            }
        }
    }

    private static func keepsComments(_ text: [UInt8], _ injected: [UInt8]) -> Bool {
        func count(_ text: [UInt8]) -> Int { String(decoding: text, as: UTF8.self).split(separator: "#").count }
        return count(text) == count(injected)
    }
}
