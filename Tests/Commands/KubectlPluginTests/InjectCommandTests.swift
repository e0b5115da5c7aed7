import ArgumentParser
import CoreTestKit
import Testing

@testable import kubectl_wait_for

struct InjectCommandTests {
    private static let pin = String(repeating: "ab", count: 32)

    private func inject(_ texts: [String], _ arguments: [String] = []) throws -> CommandOutput {
        let command = try InjectCommand.parse(["-f", "x", "--pin", Self.pin] + arguments)
        let files = try texts.enumerated().map {
            try ManifestFile(name: "f\($0.offset).yaml", text: Array($0.element.utf8))
        }
        return try InjectCommand.output(
            for: files, command.options.settings, namespace: command.manifests.namespace)
    }

    private func pod(_ annotation: String) -> String {
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    \(annotation)\nspec:\n  containers:\n  - name: m\n"
    }

    @Test func whatIsRefusedPrintsNothing() throws {
        let output = try inject([pod("wait.k8s/for-service: db"), pod("wait.k8s/for-servic: db")])
        #expect(output.standard.isEmpty)
        #expect(output.status == 1)
        #expect(output.messages.count == 1)
        #expect(output.messages.first?.hasPrefix("f1.yaml:1:1: error: Pod web: wait.k8s/for-servic") == true)
    }

    @Test func warningsNameTheirPlace() throws {
        let output = try inject(["# x\n" + pod("wait.k8s/for-service: db, db")])
        #expect(output.status == 0)
        #expect(output.messages.first?.hasPrefix("f0.yaml:2:1: warning: Pod web: wait.k8s/for-service") == true)
    }

    @Test func filesBecomeDocuments() throws {
        let map = "apiVersion: v1\nkind: ConfigMap"
        let output = try inject([map, "---\n" + map + "\n", map])
        #expect(String(decoding: output.standard, as: UTF8.self) == "\(map)\n---\n\(map)\n---\n\(map)")
    }

    @Test func namespacesHaveTheirSay() throws {
        let space = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, annotations: {wait.k8s/timeout: 7m}}\n"
        let text = String(
            decoding: try inject([space, pod("wait.k8s/for-service: db")], ["-n", "shop"]).standard, as: UTF8.self)
        #expect(text.contains("- service/shop/db"))
        #expect(text.contains("--timeout=7m"))
    }

    @Test(arguments: [
        ["--server", "http://x"], ["--pin", "abc"], ["--cpu", "x"], ["--run-as-user", "0"], ["--address", "x"],
        ["--allow-kinds", "a b"], ["--cross-namespace", "x"], ["--timeout", "soon"], ["-f", "-", "-f", "-"],
    ])
    func badOptionsAreRefused(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try InjectCommand.parse(["-f", "x", "--pin", Self.pin] + arguments) }
    }

    @Test func brokenTextsNameTheirPlace() {
        let problem = #expect(throws: Problem.self) {
            try ManifestFile(name: "x.yaml", text: Array("a: 1\nb: c: d\n".utf8))
        }
        #expect(problem?.description.hasPrefix("x.yaml:2:5: This is no YAML: ") == true)
        let json = #expect(throws: Problem.self) { try ManifestFile(name: "x.json", text: Array("{\"a\": }\n{".utf8)) }
        #expect(json?.description.hasPrefix("x.json:1:7: This is no JSON: ") == true)
    }

    @Test func bracketsMayBeYAML() throws {
        #expect(try ManifestFile(name: "x", text: Array("{a: b}\n".utf8)).documents.count == 1)
    }
}
