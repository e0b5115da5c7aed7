import Locking
import Logging
import Testing

@testable import KubernetesClient

@Suite("Reflector")
struct ReflectorTests {
    private static let silentLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a reflector over a script until its sink has heard `last`, and returns all that it heard.
    private func run(
        _ answers: [ScriptedTransport.Answer], settings: WatchSettings = WatchSettings(), until last: String
    ) async -> (told: [[String]], requests: [APIRequest], rests: [Duration]) {
        let transport = ScriptedTransport(answers)
        let rests = Locked<[Duration]>([])
        let clock = MonotonicClock(now: { .zero }, sleep: { duration in rests.withLock { $0.append(duration) } })
        let (calls, continuation) = AsyncStream.makeStream(of: [String].self)
        let reflector = Reflector(
            client: KubernetesClient(transport: transport), resource: .pods, namespace: "shop",
            labelSelector: "wait.k8s/gated=true", settings: settings, clock: clock, seed: 1, logger: Self.silentLogger
        ) { events in continuation.yield(events.map(\.text)) }
        let task = Task { await reflector.run() }
        var told: [[String]] = []
        for await call in calls {
            told.append(call)
            if call.last == last { break }
        }
        task.cancel()
        await task.value
        return (told, transport.requests, rests.withLock { $0 })
    }

    @Test("lists and watches with its selector, and hands over what arrived together in one call")
    func listsAndWatches() async {
        let lines =
            WatchMachineDriver.line("ADDED", "b", version: "10")
            + WatchMachineDriver.line("DELETED", "b", version: "11")
        let (told, requests, _) = await run(
            [
                .init(body: WatchMachineDriver.page(version: "9", names: ["a"])),
                .init(body: lines, isComplete: false),
            ], until: "deleted n/b@11")
        #expect(
            told == [["listing"], ["applied n/a@7", "listed"], ["current"], ["applied n/b@10", "deleted n/b@11"]])
        #expect(
            requests.first?.target
                == "/api/v1/namespaces/shop/pods?labelSelector=wait.k8s%2Fgated%3Dtrue&limit=500")
        #expect(requests.last?.target.contains("&watch=true&allowWatchBookmarks=true&resourceVersion=9&") == true)
        #expect(requests.last?.silence == .seconds(90))
    }

    @Test("asks for metadata alone where nothing else is wanted, and takes whole objects from who knows no other form")
    func asksForMetadata() async {
        let transport = ScriptedTransport([
            .init(body: WatchMachineDriver.page(version: "9", names: ["a"])), .init(body: [], isComplete: false),
        ])
        let clock = MonotonicClock(now: { .zero }, sleep: { _ in })
        let (calls, continuation) = AsyncStream.makeStream(of: [String].self)
        let reflector = Reflector(
            client: KubernetesClient(transport: transport), resource: .pods, isMetadataOnly: true, clock: clock,
            seed: 1, logger: Self.silentLogger, read: ObjectText.copying
        ) { events in continuation.yield(events.map(\.text)) }
        let task = Task { await reflector.run() }
        for await call in calls where call.last == "current" { break }
        task.cancel()
        await task.value
        let form = "g=meta.k8s.io;v=v1, application/json"
        #expect(
            transport.requests.map(\.accept) == [
                "application/json;as=PartialObjectMetadataList;\(form)",
                "application/json;as=PartialObjectMetadata;\(form)",
            ])
    }

    @Test("a watch counts as quiet before it counts as dead, however little silence is allowed")
    func settlesInTime() async {
        var settings = WatchSettings()
        settings.silence = .seconds(1)
        let (_, requests, _) = await run(
            [.init(body: WatchMachineDriver.page(version: "9")), .init(body: [], isComplete: false)],
            settings: settings, until: "current")
        #expect(requests.last?.silence == .seconds(1))
        #expect(requests.last?.quietAfter == .milliseconds(500))
    }

    @Test("goes through refusals: 500, 429 with Retry-After, 401, an unreadable list")
    func refusals() async {
        let (told, requests, rests) = await run(
            [
                .init(status: 500, body: Array("oops".utf8)),
                .init(status: 429, fields: [.init(name: "Retry-After", value: "9")]),
                .init(status: 401),
                .init(body: Array("{".utf8)),
                .init(body: WatchMachineDriver.page(version: "9")),
                .init(isComplete: false),
            ], until: "current")
        #expect(told == [["listing"], ["interrupted"], ["interrupted"], ["interrupted"], ["listed"], ["current"]])
        #expect(requests.map(\.rereadsCredentials) == [false, false, false, true, false, false])
        #expect(rests.count == 3 && rests[1] == .seconds(9))
    }

    @Test("forbidden is told in the API server's words")
    func forbidden() async throws {
        let answer = try Recording.answer("list-pods-forbidden")
        let (told, _, rests) = await run(
            [
                .init(status: 403, body: answer.body),
                .init(body: WatchMachineDriver.page(version: "9")), .init(isComplete: false),
            ], until: "current")
        #expect(told == [["listing"], ["forbidden"], ["listed"], ["current"]])
        #expect(rests.allSatisfy { $0 >= .seconds(15) })
    }

    @Test("a watch that breaks in the middle of a line is taken up after the last whole one")
    func breaks() async {
        let whole = WatchMachineDriver.line("ADDED", "b", version: "10")
        let half = WatchMachineDriver.line("ADDED", "c", version: "11").dropLast(9)
        let (told, requests, _) = await run(
            [
                .init(body: WatchMachineDriver.page(version: "9")),
                .init(body: whole + half, failure: KubernetesError(.connection, "reset")),
                .init(body: WatchMachineDriver.line("ADDED", "c", version: "11"), isComplete: false),
            ], until: "applied n/c@11")
        #expect(told == [["listing"], ["listed"], ["current"], ["applied n/b@10"], ["applied n/c@11"]])
        #expect(requests.last?.target.contains("resourceVersion=10&") == true)
    }

    @Test("ends when its task is cancelled, and gives up its watch")
    func cancels() async {
        let transport = ScriptedTransport([
            .init(body: WatchMachineDriver.page(version: "9")), .init(isComplete: false),
        ])
        let (calls, continuation) = AsyncStream.makeStream(of: String.self)
        let reflector = Reflector(
            client: KubernetesClient(transport: transport), resource: .jobs, logger: Self.silentLogger
        ) { events in for event in events { continuation.yield(event.text) } }
        let task = Task { await reflector.run() }
        for await event in calls where event == "current" { break }
        task.cancel()
        await task.value
        #expect(transport.demands == [.cancel])
        #expect(reflector.requestCounts == ReflectorRequests(lists: 1, watches: 1))
    }
}
