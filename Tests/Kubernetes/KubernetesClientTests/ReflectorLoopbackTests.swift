import Locking
import Logging
import Testing

@testable import KubernetesClient

@Suite("Reflector over libcurl", .timeLimit(.minutes(5)))
struct ReflectorLoopbackTests {
    /// What the API server does to one request; the last goes on for ever.
    private typealias Script = [@Sendable (LoopbackServer.Connection) -> Void]

    /// Plays a script to a reflector until its sink has heard `last`.
    private func run(_ script: Script, until last: String) async throws -> (told: [String], targets: [String]) {
        let targets = Locked<[String]>([])
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                let number = targets.withLock { targets in
                    targets.append(request.split(separator: " ").dropFirst().first.map(String.init) ?? "")
                    return targets.count - 1
                }
                guard script.indices.contains(number) else { return connection.waitForClose() }
                script[number](connection)
            }
        }
        defer { server.stop() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let address = ServerAddress(isEncrypted: false, host: "127.0.0.1", port: server.port)
        let client = try KubernetesClient(configuration: KubernetesConfiguration(server: address), logger: logger)
        let (events, continuation) = AsyncStream.makeStream(of: String.self)
        let clock = MonotonicClock(now: { .zero }, sleep: { _ in })
        let reflector = Reflector(client: client, resource: .services, clock: clock, seed: 1, logger: logger) {
            events in
            for event in events { continuation.yield(event.text) }
        }
        let task = Task { await reflector.run() }
        var told: [String] = []
        for await event in events {
            told.append(event)
            if event == last { break }
        }
        task.cancel()
        await task.value
        return (told, targets.withLock { $0 })
    }

    private static func answer(_ bytes: [UInt8]) -> @Sendable (LoopbackServer.Connection) -> Void {
        { $0.answer(body: String(decoding: bytes, as: UTF8.self)) }
    }

    @Test("the recorded list, then the recorded watch, a few bytes a packet")
    func recorded() async throws {
        let list = try Recording.bytes("lists/services.json")
        let watch = try Recording.bytes("watch/services.jsonl")
        let (told, targets) = try await run(
            [
                Self.answer(list),
                { connection in
                    connection.beginChunked()
                    for start in stride(from: 0, to: watch.count, by: 61) {
                        let piece = watch[start..<min(start + 61, watch.count)]
                        connection.chunk(String(decoding: piece, as: UTF8.self))
                    }
                    connection.waitForClose()
                },
            ], until: "deleted db/manual@975")
        #expect(told.first == "listing")
        #expect(told.filter { $0.hasPrefix("applied") }.count == 4 + 5)
        #expect(targets[0] == "/api/v1/services?limit=500")
        #expect(targets[1].hasPrefix("/api/v1/services?watch=true&allowWatchBookmarks=true&resourceVersion=1031&"))
    }

    @Test("through a cut line, a 429, a 410 and an expired continue token, nothing is lost")
    func misbehaving() async throws {
        let line: @Sendable (String, String, String) -> String = { type, name, version in
            String(decoding: WatchMachineDriver.line(type, name, version: version), as: UTF8.self)
        }
        let error = #"{"type":"ERROR","object":{"kind":"Status","reason":"Expired","message":"too old","code":410}}"#
        let (told, targets) = try await run(
            [
                Self.answer(WatchMachineDriver.page(version: "10", names: ["a"])),
                { connection in
                    connection.beginChunked()
                    connection.chunk(line("ADDED", "b", "11") + line("ADDED", "c", "12").prefix(30))
                    connection.cut()
                },
                { connection in
                    connection.answer("429 Too Many Requests", ["Retry-After: 1"], body: #"{"message":"slow down"}"#)
                },
                { connection in
                    connection.beginChunked()
                    connection.chunk(line("ADDED", "c", "12") + error + "\n")
                    connection.waitForClose()
                },
                Self.answer(WatchMachineDriver.page(version: "20", names: ["b"], continuing: "t")),
                { $0.answer("410 Gone", body: #"{"reason":"Expired","code":410}"#) },
                Self.answer(WatchMachineDriver.page(version: "21", names: ["c"])),
                { connection in
                    connection.beginChunked()
                    connection.chunk(line("DELETED", "c", "22"))
                    connection.waitForClose()
                },
            ], until: "deleted n/c@22")
        #expect(
            told == [
                "listing", "applied n/a@7", "listed", "current", "applied n/b@11", "interrupted", "applied n/c@12",
                "interrupted", "listing", "applied n/b@7", "interrupted", "listing", "applied n/c@7", "listed",
                "current",
                "deleted n/c@22",
            ])
        let versions = targets.map { target in
            target.split(separator: "&").first { $0.hasPrefix("resourceVersion=") }.map { String($0.dropFirst(16)) }
        }
        #expect(versions == [nil, "10", "11", "11", nil, nil, nil, "21"])
    }
}
