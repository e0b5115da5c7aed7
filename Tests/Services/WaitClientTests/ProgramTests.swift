import Encodings
import Glibc
import Posix
import ServerTestKit
import Synchronization
import Testing

/// The real program against a server that follows a script.
@Suite struct ProgramTests {
    static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/jsonlines\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let postgres = #"{"dependency":"service/db/postgres","state":"#
    private static let blocker = "Service db/postgres: 0 of 1 endpoints ready"
    static let waiting = postgres + #""waiting","reason":"NoEndpoints","message":"\#(blocker)"}"#
    static let ready =
        postgres + #""ready","reason":"Ready","message":"Service db/postgres: 1 of 1 endpoints ready"}"#
    private static let complete =
        #"{"dependency":"job/shop/migrate","state":"ready","reason":"Complete","message":"Job shop/migrate: complete","#
        + #""completedJobs":["shop/migrate/u-7"]}"#
    static let released = #"{"outcome":"released"}"#

    /// A whole stream of these lines, each in a chunk of its own, without the end.
    static func stream(_ lines: String...) -> ScriptedServer.Step {
        .send(head + chunks(lines))
    }

    static func more(_ lines: String...) -> ScriptedServer.Step { .send(chunks(lines)) }

    static func chunks(_ lines: [String]) -> String {
        lines.map { "\(String($0.utf8.count + 1, radix: 16))\r\n\($0)\n\r\n" }.joined()
    }

    static func start(
        _ server: ScriptedServer, _ arguments: [String], _ changes: [String: String] = [:], command: [String] = ["for"],
        terminal: String? = nil
    ) throws -> ProgramRun {
        let pin = Hexadecimal.text(of: server.pin)
        let environment = [
            "K8S_WAIT_SERVER": "https://localhost:\(server.address.port)", "K8S_WAIT_PINS": pin,
            "POD_NAMESPACE": "shop", "POD_NAME": "api-1", "POD_UID": "u-1",
            "K8S_WAIT_TERMINATION_LOG": "/dev/null",
            // Another's proxy is none of ours.
            "HTTPS_PROXY": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1",
        ].merging(changes) { $1 }
        // Whatever goes wrong, the program ends by itself.
        let isLimited = command != ["for"] || arguments.contains { $0.hasPrefix("--timeout") }
        let limit = isLimited ? [] : ["--timeout=60s"]
        return try ProgramRun.start(command + arguments + limit, environment, terminal: terminal)
    }

    @Test func waitsAndIsReleased() throws {
        let log = try TemporaryFile()
        let server = try ScriptedServer.start([
            .answer([
                Self.stream(Self.waiting), Self.more(#"{"heartbeat":true}"#), Self.more(#"{"novelty":[1]}"#),
                Self.more(Self.ready, Self.released), .send("0\r\n\r\n"),
            ])
        ])
        let result = try Self.start(
            server, ["service/db/postgres"], ["K8S_WAIT_TERMINATION_LOG": log.path]
        ).wait()
        #expect(result.code == 0)
        #expect(
            result.output.dropLast() == [
                "k8s-wait: waiting for service/db/postgres (at most 1m, then fail)",
                "k8s-wait: waiting: Service db/postgres: 0 of 1 endpoints ready",
                "k8s-wait: ready: Service db/postgres: 1 of 1 endpoints ready",
            ])
        #expect(result.output.last?.hasPrefix("k8s-wait: released after ") == true)
        #expect(result.errors.isEmpty)
        #expect(try log.contents() == "released")
        let body = #"{"namespace":"shop","pod":"api-1","uid":"u-1","completedJobs":[]}"#
        #expect(server.requests.count == 1)
        #expect(server.requests.first?.hasPrefix("POST /v1/wait HTTP/1.1\r\n") == true)
        #expect(server.requests.first?.hasSuffix("\r\n\r\n\(body)") == true)
    }

    /// Cut in every way, it comes back, and says what it has seen complete.
    @Test func reconnectsAndRemembersFinishedJobs() throws {
        let server = try ScriptedServer.start([
            .answer([Self.stream(Self.complete, Self.waiting)]),
            .answer([Self.stream(Self.complete, Self.ready, "nonsense"), .hold]),
            .answer([Self.stream(#"{"move":0}"#), .hold]),
            .answer([Self.stream(Self.complete, Self.ready, Self.released)]),
        ])
        let result = try Self.start(server, ["job/shop/migrate", "service/db/postgres"]).wait()
        #expect(result.code == 0)
        let told = server.requests.map { $0.contains(#""completedJobs":["shop/migrate/u-7"]"#) }
        #expect(told == [false, true, true, true])
        #expect(result.errors.allSatisfy { $0.hasPrefix("k8s-wait: no connection to the status server: ") })
        // One line a change, however often the server repeats itself.
        #expect(result.output.filter { $0 == "k8s-wait: ready: Job shop/migrate: complete" }.count == 1)
    }

    @Test(
        arguments: [
            ("failed", "200 OK", #"{"outcome":"failed","message":"Job shop/migrate has failed"}"#, 3),
            ("refused", "403 Forbidden", #"{"outcome":"refused","message":"the pod has another UID"}"#, 4),
        ] as [(String, String, String, Int32)])
    func endsBadly(_ name: String, _ status: String, _ line: String, _ code: Int32) throws {
        let log = try TemporaryFile()
        let server = try ScriptedServer.start([
            .answer([.send("HTTP/1.1 \(status)\r\nContent-Length: \(line.utf8.count + 1)\r\n\r\n\(line)\n")])
        ])
        let result = try Self.start(
            server, ["job/shop/migrate"], ["K8S_WAIT_TERMINATION_LOG": log.path]
        ).wait()
        #expect(result.code == code)
        #expect(result.errors.count == 1)
        #expect(try result.errors.first == "k8s-wait: \(log.contents())")
        #expect(try log.contents().hasPrefix(name))
    }

    @Test(arguments: [("fail", 1), ("proceed", 0)] as [(String, Int32)])
    func theTimeIsOver(_ policy: String, _ code: Int32) throws {
        // The time counts from the program's start: where it is over before the server could say anything, once more.
        for seconds in [1, 10, 60] {
            let log = try TemporaryFile()
            let server = try ScriptedServer.start([
                .answer([Self.stream(Self.waiting), .hold]),
                .answer([.send("HTTP/1.1 204 No Content\r\n\r\n")]),
            ])
            let result = try Self.start(
                server, ["service/db/postgres", "--timeout=\(seconds)s", "--on-timeout=\(policy)"],
                ["K8S_WAIT_TERMINATION_LOG": log.path]
            ).wait()
            #expect(result.code == code)
            guard result.output.contains("k8s-wait: waiting: \(Self.blocker)") else { continue }
            try expectEnd(of: result, server, log, policy)
            return
        }
        Issue.record("no time was long enough for a word of the server")
    }

    /// Why it ended, in the log and to the server.
    private func expectEnd(
        of result: ProgramRun.Result, _ server: ScriptedServer, _ log: borrowing TemporaryFile, _ policy: String
    ) throws {
        let end = try log.contents()
        #expect(end.hasPrefix(policy == "fail" ? "timed out after " : "proceeded after "))
        #expect(end.hasSuffix((policy == "fail" ? ": " : " without: ") + Self.blocker))
        let proceeding = "k8s-wait: PROCEEDING \(end.dropFirst("proceeded ".count))"
        #expect(result.output.contains(proceeding) == (policy == "proceed"))
        let report = try #require(server.requests.last)
        #expect(report.hasPrefix("POST /v1/report HTTP/1.1\r\n"))
        #expect(report.hasSuffix("\"outcome\":\"\(policy == "fail" ? "timed-out" : "proceeded")\"}"))
    }

    /// The signal comes while the program waits for the server's next word; it ends without that.
    @Test(arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
    func endsAtASignal(_ number: Int32, _ code: Int32) throws {
        let hasAsked = Event()
        let server = try ScriptedServer.start([
            .answer([Self.stream(Self.waiting), .call { hasAsked.signal() }, .hold])
        ])
        let run = try Self.start(server, ["service/db/postgres"])
        hasAsked.wait()
        run.signal(number)
        #expect(try run.wait().code == code)
    }

    /// A server that accepts and says nothing holds up neither.
    @Test func endsAtASignalDuringAHandshake() throws {
        let server = try ScriptedServer.start([.mute])
        let run = try Self.start(server, ["service/db/postgres"])
        run.signal(SIGTERM)
        #expect(try run.wait().code == 143)
    }

    @Test func isNotFooledByAnotherServer() throws {
        let server = try ScriptedServer.start([.answer([Self.stream(Self.released)])])
        let other = String(repeating: "0", count: 64)
        let result = try Self.start(
            server, ["service/db/postgres", "--timeout=1s"], ["K8S_WAIT_PINS": other]
        ).wait()
        #expect(result.code == 1)
        #expect(server.requests.isEmpty)
    }

    @Test func takesACAFile() throws {
        let server = try ScriptedServer.start([.answer([Self.stream(Self.ready, Self.released)])])
        let file = try TemporaryFile(server.authority)
        let result = try Self.start(
            server, ["service/db/postgres", "--ca-file=\(file.path)"], ["K8S_WAIT_PINS": ""]
        ).wait()
        #expect(result.code == 0)
    }

    @Test(
        arguments: [
            ("bad dependency", ["servce/db/postgres"], [:], "servce"),
            ("no server", ["service/db/postgres"], ["K8S_WAIT_SERVER": ""], "K8S_WAIT_SERVER"),
            ("no UID", ["service/db/postgres"], ["POD_UID": ""], "fieldPath: metadata.uid"),
            ("no CA file", ["service/db/postgres", "--ca-file=/nowhere"], [:], "/nowhere"),
        ] as [(String, [String], [String: String], String)])
    func isCalledWrongly(
        _ name: String, _ arguments: [String], _ changes: [String: String], _ part: String
    ) throws {
        let server = try ScriptedServer.start([])
        let result = try Self.start(server, arguments, changes).wait()
        #expect(result.code == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains { $0.contains(part) })
    }

    @Test func tellsAboutItself() throws {
        let help = try ProgramRun.start(["--help"], [:]).wait()
        #expect(help.code == 0)
        #expect(help.output.contains("EXIT CODES"))
        let version = try ProgramRun.start(["--version"], [:]).wait()
        #expect(version.output.first?.hasPrefix("k8s-wait ") == true)
    }
}

/// Something that has happened, once.
private final class Event: Sendable {
    private let hasHappened = Atomic<Bool>(false)

    func signal() { hasHappened.store(true, ordering: .releasing) }

    /// Looks every millisecond, a minute long at the most.
    func wait() {
        for _ in 0..<60_000 where !hasHappened.load(ordering: .acquiring) { usleep(1000) }
    }
}
