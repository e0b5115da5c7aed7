import ServerTestKit
import StatusAPI
import Testing

/// What `scripts/plugin` hands out, and `kubectl` runs as `kubectl wait-for`.
@Suite(.timeLimit(.minutes(5))) struct PluginArchiveTests {
    /// The clone that this file is of.
    private static let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()

    private func run(_ script: String, in directory: TemporaryDirectory) async throws -> (
        status: Int32, lines: [String]
    ) {
        let process = try ChildProcess.start(
            "/bin/bash", ["-euc", script],
            environment: [
                "PATH": "/usr/bin:/bin", "DIRECTORY": directory.path, "PROGRAM": BuiltProduct.path("kubectl-wait_for"),
                "ROOT": Self.root,
            ])
        let status = await process.exitStatus()
        return (status, process.lines)
    }

    @Test func theArchiveHasWhatKubectlLooksFor() async throws {
        let directory = try TemporaryDirectory()
        let packed = try await run(
            """
            "$ROOT/scripts/plugin" --binary "$PROGRAM" --url https://example.com/plugin.tar.gz "$DIRECTORY"
            cd "$DIRECTORY"
            sha256sum --check --quiet *.sha256
            grep -c "sha256: $(cut -d ' ' -f 1 *.sha256)" wait-for.yaml
            tar --extract --file *.tar.gz
            ./kubectl-wait_for --version
            ./kubectl_complete-wait_for lint --fail
            rm LICENSE kubectl_complete-wait_for
            """, in: directory)
        #expect(packed.status == 0)
        let lines = packed.lines.drop { !$0.hasSuffix(".tar.gz") }.dropFirst()
        #expect(Array(lines) == ["1", Product.version, "--fail-on", ":4"])
    }

    @Test func theSameProgramMakesTheSameArchive() async throws {
        let directory = try TemporaryDirectory()
        let packed = try await run(
            """
            for name in one two; do "$ROOT/scripts/plugin" --binary "$PROGRAM" "$DIRECTORY/$name" >/dev/null; done
            cmp "$DIRECTORY"/one/*.tar.gz "$DIRECTORY"/two/*.tar.gz && test ! -e "$DIRECTORY/one/wait-for.yaml"
            rm -r "$DIRECTORY/one" "$DIRECTORY/two"
            """, in: directory)
        #expect(packed.status == 0)
    }

    @Test(arguments: ["", "--binary", "a b", "--nothing"]) func mistakesAreTold(_ arguments: String) async throws {
        let result = try await run("\"$ROOT/scripts/plugin\" \(arguments)", in: try TemporaryDirectory())
        #expect(result.status == 2)
        #expect(result.lines.first?.hasPrefix("Usage: scripts/plugin") == true)
    }
}
