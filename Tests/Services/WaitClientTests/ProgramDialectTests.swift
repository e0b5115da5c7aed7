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

    /// Only root may make the directory in which templates are looked for.
    @Test(.enabled(if: geteuid() == 0)) func rendersItsFiles() throws {
        let name = "k8s-wait-test-\(getpid()).conf"
        let template = "/configmaps/\(name)/\(name)"
        try FileContents.write(Array("{{ .IP }} {{ .IP_ERLANG }} x".utf8), to: template)
        defer {
            unlink(template)
            rmdir("/configmaps/\(name)")
            rmdir("/configmaps")
        }
        let directory = try TemporaryFile()
        unlink(directory.path)
        let target = "\(directory.path)/etc/\(name)"
        defer {
            unlink(target)
            rmdir("\(directory.path)/etc")
            rmdir(directory.path)
        }
        let environment = ["DEPENDENCY_CONFIG": target, "COMMAND": "/bin/cat \(target)"]
        let result = try ProgramRun.start(["entrypoint"], environment.merging(["POD_IP": "10.1.2.3"]) { $1 }).wait()
        #expect(result.output == ["10.1.2.3 10,1,2,3 x"])
        let onLoopback = try ProgramRun.start(
            ["entrypoint"], environment.merging(["INTERFACE_NAME": "lo", "POD_IP": "10.1.2.3"]) { $1 }
        ).wait()
        #expect(onLoopback.output == ["127.0.0.1 127,0,0,1 x"])
        let nowhere = try ProgramRun.start(
            ["entrypoint"], environment.merging(["INTERFACE_NAME": "no-such0"]) { $1 }
        ).wait()
        #expect(nowhere.code == 2)
        #expect(nowhere.output.isEmpty)
        #expect(nowhere.errors.first?.contains("no-such0") == true)
    }

    // MARK: k8s-when-ready

    @Test(
        arguments: [
            ("ready", ProgramTests.released, 0), ("late", ProgramTests.waiting, 1),
            ("refused", #"{"outcome":"refused","message":"no"}"#, 2),
            ("failed", #"{"outcome":"failed","message":"no"}"#, 2),
        ] as [(String, String, Int32)])
    func theExitCodesOfWhenReady(_ name: String, _ line: String, _ code: Int32) throws {
        let server = try ScriptedServer.start([.answer([ProgramTests.stream(line), .hold])])
        let result = try ProgramTests.start(
            server, ["--type=service", "--name=postgres", "--timeout=1"], command: []
        ).wait()
        #expect(result.code == code)
    }
}
