import ArgumentParser
import CoreTestKit
import Glibc
import Linting
import Manifests
import StatusAPI
import Testing

@testable import kubectl_wait_for

/// A corpus of charts' rendered shapes: in the clean ones nothing is found, in the others everything that is planted.
struct LintCommandTests {
    private static let folder = "manifests/lint"
    static let names = Fixtures.names(in: folder, endingIn: ".yaml")

    private func lint(_ sources: [(name: String, text: String)], _ arguments: [String] = []) throws -> CommandOutput {
        let files = try sources.map { try ManifestFile(name: $0.name, text: Array($0.text.utf8)) }
        return try LintCommand.parse(["-f", "x"] + arguments).result(for: files)
    }

    private func lint(fixture name: String, _ arguments: [String] = []) throws -> CommandOutput {
        let text = String(decoding: try Fixtures.read("\(Self.folder)/\(name).yaml"), as: UTF8.self)
        return try lint([("\(name).yaml", text)], arguments)
    }

    @Test func theCorpusIsThere() {
        #expect(Self.names.count { $0.hasPrefix("clean-") } >= 6)
        #expect(Self.names.count { $0.hasPrefix("planted-") } >= 7)
    }

    @Test(arguments: names.filter { $0.hasPrefix("clean-") }) func nothingIsFoundInTheCleanOnes(_ name: String) throws {
        let output = try lint(fixture: name, ["--fail-on", "warning"])
        #expect(String(decoding: output.standard, as: UTF8.self) == "0 errors, 0 warnings\n")
        #expect(output.status == 0)
    }

    @Test(arguments: names.filter { $0.hasPrefix("planted-") }) func whatIsPlantedIsFound(_ name: String) throws {
        let output = try lint(fixture: name)
        let path = "\(Self.folder)/\(name).findings"
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil {
            try Fixtures.write(String(decoding: output.standard, as: UTF8.self), to: path)
        }
        #expect(
            String(decoding: output.standard, as: UTF8.self) == String(decoding: try Fixtures.read(path), as: UTF8.self)
        )
        #expect(output.status == 1)
    }

    @Test func everyRuleIsPlantedSomewhere() throws {
        var found: Set<String> = []
        for name in Self.names {
            let json = try JSONManifest.read(
                Array("{\"all\":".utf8) + lint(fixture: name, ["-o", "json"]).standard + [0x7D])
            for finding in json.first?["all"]?.elements ?? [] { found.insert(finding["rule"]?.string ?? "") }
        }
        // Too many waits to look at are no fixture.
        #expect(Set(LintRule.allCases.map(\.rawValue)).subtracting(found) == [LintRule.circlesNotKnown.rawValue])
    }

    @Test(arguments: ["json", "sarif"]) func programsReadItToo(_ format: String) throws {
        let output = try lint(fixture: "planted-flux", ["--output", format])
        let path = "\(Self.folder)/planted-flux.\(format)"
        let shown = String(decoding: output.standard, as: UTF8.self)
            .replacing("\"version\":\"\(Product.version)\"", with: "\"version\":\"1.0.0\"")
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil { try Fixtures.write(shown, to: path) }
        #expect(shown == String(decoding: try Fixtures.read(path), as: UTF8.self))
        #expect(!(try JSONManifest.read(Array("{\"all\":".utf8) + output.standard + [0x7D])).isEmpty)
    }

    @Test(arguments: [("error", "planted-flux", 1), ("never", "planted-flux", 0), ("warning", "clean-flux", 0)])
    func theStatusIsWhatWasAskedFor(_ threshold: String, _ name: String, _ status: Int) throws {
        #expect(try lint(fixture: name, ["--fail-on", threshold]).status == Int32(status))
    }

    private static let web = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, annotations: {wait.k8s/for-service: db}}
        spec: {containers: []}

        """

    @Test func whatIsKnownNeedsNoManifest() throws {
        let missing = try lint([("web.yaml", Self.web)], ["--fail-on", "warning"])
        #expect(missing.status == 1)
        let known = try lint([("web.yaml", Self.web)], ["--fail-on", "warning", "--known", "service/default/db"])
        #expect(known.status == 0)
        // Nothing of that namespace is in the manifests.
        let elsewhere = Self.web.replacing("for-service: db", with: "for-service: data/db")
        #expect(try lint([("web.yaml", elsewhere)], ["--fail-on", "warning"]).status == 0)
        #expect(throws: (any Error).self) { try LintCommand.parse(["-f", "x", "--known", "db"]) }
    }

    @Test func filesAreOneCluster() throws {
        let service = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {}\n"
        #expect(try lint([("web.yaml", Self.web), ("db.yaml", service)], ["--fail-on", "warning"]).status == 0)
    }

    @Test func foldersAreFluxsPaths() throws {
        let units = """
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata: {name: one, namespace: flux-system}
            spec: {path: ./deploy/one, wait: true}
            ---
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata: {name: two, namespace: flux-system}
            spec: {path: ./deploy/two, dependsOn: [{name: one}]}

            """
        let service = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {}\n"
        func text(_ webFolder: String, _ serviceFolder: String) throws -> String {
            let sources = [
                ("deploy/flux/all.yaml", units), ("deploy/\(webFolder)/web.yaml", Self.web),
                ("deploy/\(serviceFolder)/db.yaml", service),
            ]
            return String(decoding: try lint(sources).standard, as: UTF8.self)
        }
        #expect(try text("one", "two").contains("deploy/one/web.yaml:3:59: error: Pod default/web: Flux waits until"))
        #expect(try text("two", "one") == "0 errors, 0 warnings\n")
        #expect(try text("one", "one") == "0 errors, 0 warnings\n")
    }
}
