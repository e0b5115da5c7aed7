import JSONText
import Posix
import ServerTestKit
import Testing

/// The real program where it judges a part itself, and where it prints JSON.
@Suite struct ProgramProbeTests {
    private static let noContent = ScriptedServer.Connection.answer([.send("HTTP/1.1 204 No Content\r\n\r\n")])

    private static func listener() throws -> Descriptor {
        try Descriptor.listening(on: try SocketAddress.parseListen("127.0.0.1:0"))
    }

    @Test func isReleasedByTheServerAndItsProbesTogether() throws {
        let listener = try Self.listener()
        let port = try listener.localAddress().port
        let log = try TemporaryFile()
        let server = try ScriptedServer.start([
            .answer([
                ProgramTests.stream(ProgramTests.waiting, #"{"ready":false}"#),
                ProgramTests.more(ProgramTests.ready, #"{"ready":true}"#), .hold,
            ]), Self.noContent,
        ])
        let result = try ProgramTests.start(
            server, ["service/db/postgres", "tcp/127.0.0.1:\(port)"],
            ["K8S_WAIT_TERMINATION_LOG": log.path, "K8S_WAIT_CONTAINER": "gate"]
        ).wait()
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        #expect(
            result.output.contains(
                "k8s-wait: ready: TCP address 127.0.0.1:\(port): accepts connections at 127.0.0.1:\(port)"))
        #expect(try log.contents() == "released")
        #expect(server.requests.count == 2)
        let body =
            #"{"namespace":"shop","pod":"api-1","uid":"u-1","container":"gate","completedJobs":[],"outcome":"released"}"#
        #expect(server.requests.last?.hasPrefix("POST /v1/report HTTP/1.1\r\n") == true)
        #expect(server.requests.last?.hasSuffix(body) == true)
    }

    /// Whatever becomes of the report, the wait has ended.
    @Test(arguments: ["silent", "closed", "gone"]) func nobodyWaitsForTheReport(_ name: String) throws {
        let file = try TemporaryFile()
        let question = ScriptedServer.Connection.answer([ProgramTests.stream(#"{"ready":true}"#), .hold])
        let server = try ScriptedServer.start(
            name == "gone" ? [question] : [question, name == "silent" ? .mute : .slammed])
        let result = try ProgramTests.start(server, ["file/\(file.path)"]).wait()
        #expect(result.code == 0)
    }

    @Test func aProbeThatFailsKeepsThePodWaiting() throws {
        let closed = try HeldPort()
        let reason = "TCP address \(closed.address): Connection refused"
        // The time counts from the program's start: where it is over before the first probe, once more.
        for seconds in [2, 10, 60] {
            let server = try ScriptedServer.start([
                .answer([ProgramTests.stream(#"{"ready":true}"#), .hold]), Self.noContent,
            ])
            let result = try ProgramTests.start(server, ["tcp/\(closed.address)", "--timeout=\(seconds)s"]).wait()
            #expect(result.code == 1)
            guard result.output.contains("k8s-wait: waiting: \(reason)") else { continue }
            #expect(result.errors.contains { $0.hasSuffix(reason) })
            #expect(server.requests.last?.hasSuffix(#""outcome":"timed-out"}"#) == true)
            return
        }
        Issue.record("no time was long enough for a probe")
    }

    // MARK: JSON

    /// The value of one key of each line, all of which must be JSON objects.
    private static func values(of key: String, in lines: [String]) throws -> [String] {
        try lines.map { line in
            let bytes = Array(line.utf8)
            var reader = JSONReader(bytes.span)
            var value = ""
            try reader.beginObject()
            while let name = try reader.nextKey() {
                if name.decoded == key { value = try reader.readString() }
            }
            try reader.end()
            return value
        }
    }

    @Test func everyLineIsAJSONObject() throws {
        let server = try ScriptedServer.start([
            .answer([
                ProgramTests.stream(ProgramTests.waiting), ProgramTests.more(ProgramTests.ready, ProgramTests.released),
            ])
        ])
        let result = try ProgramTests.start(server, ["service/db/postgres", "--output=json"]).wait()
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        #expect(try Self.values(of: "event", in: result.output) == ["start", "verdict", "verdict", "released"])
        #expect(try Self.values(of: "state", in: result.output) == ["", "waiting", "ready", ""])
    }

    @Test(arguments: [["for", "servce/a/b/c", "--output=json"], ["for", "service/a/b", "--output", "json"]])
    func aMistakeIsOneToo(_ arguments: [String]) throws {
        let result = try ProgramRun.start(arguments, [:]).wait()
        #expect(result.code == 2)
        #expect(result.errors.isEmpty)
        #expect(try Self.values(of: "event", in: result.output) == ["error"])
    }

    /// Without a terminal there is no picture, whatever TERM says.
    @Test func printsNoControlsWhereThereIsNoTerminal() throws {
        let server = try ScriptedServer.start([
            .answer([ProgramTests.stream(ProgramTests.ready, ProgramTests.released)])
        ])
        let result = try ProgramTests.start(server, ["service/db/postgres"], ["TERM": "xterm"]).wait()
        #expect(result.output.count == 3)
        #expect(result.output.allSatisfy { $0.hasPrefix("k8s-wait: ") && !$0.contains("\u{1B}") })
    }
}
