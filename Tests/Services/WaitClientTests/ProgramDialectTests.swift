import Glibc
import Posix
import ServerTestKit
import Testing

/// The real program, spoken to as other tools are.
@Suite struct ProgramDialectTests {
    private static func server() throws -> ScriptedServer {
        try ScriptedServer.start([.answer([ProgramTests.stream(ProgramTests.ready, ProgramTests.released)])])
    }

    // MARK: kubernetes-entrypoint

    /// The same process, environment and signals; the exit code is the command's.
    @Test func theCommandTakesThePlaceOfTheProgram() throws {
        let script = try TemporaryFile(
            Array(
                """
                echo "pid $$"
                echo "color $COLOR"
                grep -E '^Sig(Blk|Ign):' /proc/self/status
                exit 7

                """.utf8))
        let run = try ProgramTests.start(
            try Self.server(), [],
            ["DEPENDENCY_SERVICE": "db:postgres", "COMMAND": "/bin/sh \(script.path)", "COLOR": "green"],
            command: ["entrypoint"])
        let process = run.process
        let result = try run.wait()
        #expect(result.code == 7)
        #expect(result.output.contains("pid \(process)"))
        #expect(result.output.contains("color green"))
        for (name, signals) in [("SigBlk:", [SIGTERM, SIGINT]), ("SigIgn:", [SIGPIPE])] {
            let line = try #require(result.output.first { $0.hasPrefix(name) })
            let mask = try #require(UInt64(line.dropFirst(name.count).filter { $0.isHexDigit }, radix: 16))
            for signal in signals { #expect(mask & 1 << UInt64(signal - 1) == 0, "\(name) \(signal)") }
        }
    }

    @Test(
        arguments: [
            ("echo done", 0, ["done"]), ("true", 0, []), ("no-such-command", 127, []), ("/", 126, []),
            ("", 0, []),
        ] as [(String, Int32, [String])])
    func withNothingToWaitFor(_ command: String, _ code: Int32, _ output: [String]) throws {
        let result = try ProgramRun.start(["entrypoint"], ["COMMAND": command, "PATH": "/nowhere"]).wait()
        #expect(result.code == code)
        #expect(result.output == output)
        #expect(result.errors.isEmpty == (code == 0))
    }

    @Test func aWaitThatFailsRunsNothing() throws {
        let server = try ScriptedServer.start([
            .answer([ProgramTests.stream(#"{"outcome":"refused","message":"no"}"#)])
        ])
        let result = try ProgramTests.start(
            server, [], ["DEPENDENCY_SERVICE": "db:postgres", "COMMAND": "echo done"], command: ["entrypoint"]
        ).wait()
        #expect(result.code == 4)
        #expect(!result.output.contains("done"))
    }

    /// Nothing of the command runs when a file cannot be made.
    @Test func aFileThatCannotBeRenderedEndsIt() throws {
        let directory = try TemporaryFile()
        unlink(directory.path)
        let result = try ProgramRun.start(
            ["entrypoint"],
            ["DEPENDENCY_CONFIG": "\(directory.path)/no-such-template.conf", "COMMAND": "echo done"]
        ).wait()
        #expect(result.code == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.first?.contains("/configmaps/no-such-template.conf/no-such-template.conf") == true)
        #expect(access(directory.path, F_OK) != 0)
    }

    /// What nobody sees in the manifest, nobody has judged: the pod does not start.
    @Test func valuesThatOnlyTheProgramSeesReleaseNobody() throws {
        let log = try TemporaryFile()
        let result = try ProgramTests.start(
            try Self.server(), [],
            [
                "DEPENDENCY_SERVICE": "db:postgres,db:cache", "COMMAND": "echo done",
                "K8S_WAIT_TERMINATION_LOG": log.path,
            ], command: ["entrypoint"]
        ).wait()
        #expect(result.code == 4)
        #expect(!result.output.contains("done"))
        #expect(try log.contents().contains("says nothing of service/db/cache. "))
    }

    // MARK: Their lines

    @Test func printsTheLinesThatScriptsLookFor() throws {
        let ready = ProgramTests.ready.replacingPostgres(with: "job/shop/migrate")
        let server = try ScriptedServer.start([
            .answer([
                ProgramTests.stream(ProgramTests.waiting.replacingPostgres(with: "job/shop/migrate")),
                ProgramTests.more(ready, ProgramTests.released),
            ])
        ])
        let result = try ProgramTests.start(server, ["job", "migrate", "-n shop"], command: []).wait()
        #expect(result.code == 0)
        let others = result.output.filter { !$0.hasPrefix("k8s-wait: ") }.map { $0.drop { $0 != "]" }.dropFirst(2) }
        #expect(others == ["Waiting for job migrate -n shop...", "job migrate -n shop is ready."])
    }

    // MARK: k8s-when-ready

    @Test(
        arguments: [
            ("ready", ProgramTests.released, 0), ("late", ProgramTests.waiting, 1),
            ("refused", #"{"outcome":"refused","message":"no"}"#, 2),
            ("failed", #"{"outcome":"failed","message":"no"}"#, 2),
        ] as [(String, String, Int32)])
    func theExitCodesOfWhenReady(_ name: String, _ line: String, _ code: Int32) throws {
        let ready = ProgramTests.ready.replacingPostgres(with: "service/shop/postgres min=all uptime=5s")
        let server = try ScriptedServer.start([.answer([ProgramTests.stream(ready, line), .hold])])
        let timeout = name == "late" ? 1 : 60
        let result = try ProgramTests.start(
            server, ["--type=service", "--name=postgres", "--timeout=\(timeout)"], command: []
        ).wait()
        #expect(result.code == code)
    }
}

extension String {
    /// The same verdict of another dependency.
    fileprivate func replacingPostgres(with dependency: String) -> String {
        let parts = split(separator: "service/db/postgres", maxSplits: 1)
        return parts.joined(separator: dependency)
    }
}
