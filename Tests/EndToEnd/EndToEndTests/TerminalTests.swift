import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

/// The plugin at a terminal, which script(1) makes one of, and in pipes.
@Suite(.timeLimit(.minutes(5))) struct TerminalTests {
    private static let program = BuiltProduct.path("kubectl-wait_for")

    /// Starts `for` on a terminal of 40 columns.
    private func start(_ world: World, _ item: String, environment: [String: String] = [:]) throws -> ChildProcess {
        let command =
            "stty cols 40 rows 12; exec '\(Self.program)' for --kubeconfig '\(world.file("kubeconfig"))' '\(item)'"
        return try ChildProcess.start(
            "/usr/bin/script", ["--quiet", "--return", "--flush", "--command", command, "/dev/null"],
            environment: ["TERM": "xterm", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    }

    /// A line without what moves the cursor or colours.
    private static func visible(_ line: String) -> String {
        line.replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "").filter { $0 != "\r" && $0 != "\r\n" }
    }

    @Test(arguments: [false, true]) func theTreeChangesInItsPlace(_ isPlain: Bool) async throws {
        try await World.run(startsServer: false) { world in
            try world.cluster.put(Manifests.service())
            let process = try start(world, "service/db/postgres", environment: isPlain ? ["NO_COLOR": "1"] : [:])
            #expect(await process.line(containing: "0 of 1 ready") != nil)
            try world.cluster.put(Manifests.slice(isReady: true))
            #expect(await process.exitStatus() == 0)
            let lines = process.lines
            #expect(lines.last.map(Self.visible) == "released: it is ready")
            let shown = lines.map(Self.visible)
            #expect(shown.contains { $0.hasPrefix("1 of 1 ready") })
            #expect(shown.allSatisfy { $0.unicodeScalars.count <= 40 })
            // Two lines up, and everything below is cleared.
            #expect(lines.contains { $0.contains("\u{1B}[2A\r\u{1B}[J") })
            let coloured = lines.filter { $0.contains(/\u{1B}\[[0-9;]*m/) }
            #expect(coloured.isEmpty == isPlain)
        }
    }

    @Test func ctrlCEndsAWait() async throws {
        try await World.run(startsServer: false) { world in
            let process = try ChildProcess.start(
                Self.program, ["for", "--kubeconfig", world.file("kubeconfig"), "service/db/postgres"])
            #expect(await process.line(containing: "waiting: ") != nil)
            process.signal(SIGINT)
            #expect(await process.exitStatus() == 128 + SIGINT)
        }
    }

    private func run(_ directory: TemporaryDirectory, _ script: String) async throws -> [String] {
        let process = try ChildProcess.start(
            "/bin/bash", ["-c", "wait_for() { '\(Self.program)' \"$@\"; }\n" + script],
            environment: ["PATH": "/usr/bin:/bin", "DIRECTORY": directory.file(".")])
        _ = await process.exitStatus()
        return process.lines
    }

    @Test func aClosedPipeIsNoError() async throws {
        let directory = try TemporaryDirectory()
        // More than a pipe holds, so that the program is still writing when nobody reads any more.
        let maps = (0..<4_000).map { "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map-\($0)}\n" }
        try directory.write("maps.yaml", Array(maps.joined(separator: "---\n").utf8))
        let pin = String(repeating: "ab", count: 32)
        let lines = try await run(
            directory,
            "wait_for inject -f $DIRECTORY/maps.yaml --pin \(pin) | head -c 1 >/dev/null; echo ${PIPESTATUS[@]}")
        #expect(lines == ["141 0"])
    }

    @Test func noManifestIsNoPass() async throws {
        let directory = try TemporaryDirectory()
        let lines = try await run(directory, "wait_for lint -f - </dev/null; echo $?")
        #expect(lines.first?.hasPrefix("Error: There is no object in what was given") == true)
        #expect(lines.last == "2")
    }

    @Test(arguments: [
        ("lint -f nowhere.yaml", "2", "Error: open nowhere.yaml: No such file or directory"),
        ("lint", "64", "Error: Missing expected argument '--filename <file> ...'"),
        ("lint -f x --clustr", "64", "Error: Unknown option '--clustr'. Did you mean '--cluster'?"),
        (
            "inject -f - --pin x </dev/null", "64",
            "Error: --pin \"x\" is not a SHA-256 digest of 64 hexadecimal digits."
        ),
        ("for tcp/db:80", "64", "Error: tcp/db:80: a TCP address is probed by pods"),
        ("forr", "64", "Error: Unexpected argument 'forr'"),
        ("for svc/x --kubeconfig nowhere", "2", "Error: the kubeconfig nowhere cannot be used:"),
    ])
    func mistakesAreTold(_ line: String, _ status: String, _ message: String) async throws {
        let lines = try await run(try TemporaryDirectory(), "wait_for \(line); echo $?")
        #expect(lines.first?.hasPrefix(message) == true)
        #expect(lines.last == status)
    }

    @Test(arguments: ["inject", "lint", "suggest", "for"]) func helpHasExamples(_ command: String) async throws {
        let lines = try await run(try TemporaryDirectory(), "wait_for \(command) --help; echo $?")
        #expect(lines.contains("Examples:"))
        #expect(lines.contains { $0.contains("kubectl wait-for \(command) ") })
        #expect(lines.last == "0")
    }
}
