import JSONText
import KubernetesClient
import Locking
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// Pods without the gated label, whose containers people wrote where the webhook did not see it.
@Suite(.timeLimit(.minutes(5))) struct StrayPodTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let steps: @Sendable () throws -> [TestWorld.Step]
        let lines: [String]
        var testDescription: String { name }

        init(_ name: String, _ lines: [String], _ steps: @escaping @Sendable () throws -> [TestWorld.Step]) {
            self.name = name
            self.lines = lines
            self.steps = steps
        }
    }

    private static let web = TestObjects.pod("web", uid: "u1")
    private static let only = WatchedCollection.pod(ObjectName(namespace: "db", name: "web"))
    private static let asking: [TestWorld.Step] = [
        .allReady, .ask("a", pod: "web", uid: "u1"), .reads([]), .wait(2), .reads(["web"]),
    ]

    private static func found(_ pod: [UInt8]) throws -> PodReading {
        var reader = JSONReader(pod.span)
        return .found(try GatedPod(reading: &reader))
    }

    private static let verdict = "a: service/db/pg waiting NotFound"

    static let rows: [Row] = [
        Row(
            "it is answered, and released",
            ["a: unknown", verdict, "a: service/db/pg ready EndpointsReady", "a: released"]
        ) {
            asking + [
                .read("web", try found(web)), .tell(only, [.listing, .applied(web[...]), .listed, .current]),
                .put(.endpointSlices, TestObjects.slice("pg-1", of: "pg", ready: 1)),
                .put(.services, TestObjects.service("pg")),
            ]
        },
        Row("it is deleted while it waits", ["a: unknown", verdict, "a: refused"]) {
            asking + [
                .read("web", try found(web)), .tell(only, [.listing, .applied(web[...]), .listed, .current]),
                .drop(only, web),
            ]
        },
        Row("it is gone by the time the watch begins", ["a: unknown", verdict, "a: refused"]) {
            asking + [.read("web", try found(web)), .tell(only, [.listing, .listed, .current])]
        },
        Row("it begins to be deleted", ["a: unknown", verdict, "a: refused"]) {
            asking + [
                .read("web", try found(web)), .tell(only, [.listing, .applied(web[...]), .listed, .current]),
                .put(only, TestObjects.pod("web", uid: "u1", deleting: true)),
            ]
        },
        Row("the watch breaks: the wait goes on", ["a: unknown", verdict]) {
            asking + [.read("web", try found(web)), .tell(only, [.interrupted(reason: "down")])]
        },
        Row("a wrong UID is refused, and so is the next question at once", ["a: unknown", "a: refused", "b: refused"]) {
            asking + [
                .read("web", try found(TestObjects.pod("web", uid: "u2"))), .ask("b", pod: "web", uid: "u1"), .wait(5),
                .reads([]),
            ]
        },
        Row(
            "what was refused is looked at again after a while",
            ["a: unknown", "a: refused", "b: unknown", "b: service/db/pg waiting NotFound"]
        ) {
            asking + [
                .read("web", try found(TestObjects.pod("web", uid: "u2"))), .wait(30), .ask("b", pod: "web", uid: "u1"),
                .wait(2), .reads(["web"]), .read("web", try found(web)),
            ]
        },
        Row("a pod that is being deleted", ["a: unknown", "a: refused"]) {
            asking + [.read("web", try found(TestObjects.pod("web", uid: "u1", deleting: true)))]
        },
        Row("a pod without a container of ours", ["a: unknown", "a: refused"]) {
            asking + [.read("web", try found(TestObjects.pod("web", uid: "u1", arguments: nil)))]
        },
        Row("a pod that is not there is unknown, and not read again soon", ["a: unknown", "b: unknown"]) {
            asking + [
                .read("web", .missing), .wait(29), .reads([]), .ask("b", pod: "web", uid: "u1"), .reads([]), .wait(1),
                .reads(["web"]),
            ]
        },
        Row("a pod with the label is left to the watch", ["a: unknown", verdict]) {
            asking + [
                .read("web", try found(TestObjects.pod("web", uid: "u1", labels: ["wait.k8s/gated": "true"]))),
                .wait(5), .reads([]), .put(.gatedPods, web),
            ]
        },
        Row("a pod that cannot be read", ["a: unknown", "a: unknown", verdict]) {
            asking + [
                .read("web", .failed("pods is forbidden")), .wait(4), .reads([]), .wait(1), .reads(["web"]),
                .read("web", try found(web)),
            ]
        },
        Row("a pod that appears before it is read is not", ["a: unknown", verdict]) {
            [.allReady, .ask("a", pod: "web", uid: "u1"), .wait(1), .put(.gatedPods, web), .wait(1), .reads([])]
        },
        Row("whoever has gone is not read for", ["a: unknown"]) {
            [.allReady, .ask("a", pod: "web", uid: "u1"), .leave("a"), .wait(2), .reads([])]
        },
        Row("a stranger who names a known pod", ["a: unknown", verdict, "b: refused"]) {
            asking + [.read("web", try found(web)), .ask("b", pod: "web", uid: "u9"), .wait(2), .reads([])]
        },
        Row(
            "a new connection of it takes the wait over without another look",
            ["a: unknown", verdict, "a: replaced", "b: service/db/pg waiting NotFound"]
        ) {
            asking + [.read("web", try found(web)), .ask("b", pod: "web", uid: "u1"), .leave("a"), .reads([])]
        },
        Row("a name that no pod can have is never asked for", ["a: unknown"]) {
            [.allReady, .ask("a", pod: "../nodes/n1", uid: "u1"), .wait(2), .reads([])]
        },
    ]

    @Test(arguments: rows) func answers(row: Row) throws {
        var world = TestWorld(readsPods: true)
        world.run(try row.steps())
        #expect(world.lines == row.lines, "\(world.messages)")
    }

    /// Many pods behind one address, and one stranger: no more is read than may be.
    @Test func readsAreFew() throws {
        var settings = StatusServerSettings()
        settings.maximumUnknownPodsPerPeer = 100
        var world = TestWorld(settings: settings, readsPods: true)
        world.run(.allReady)
        for number in 0..<50 { world.run(.ask("p\(number)", pod: "p\(number)", uid: "u", peer: "10.9.9.9")) }
        world.run([.ask("web", pod: "web", uid: "u1"), .wait(2)])
        var most = 0
        var read: Set<String> = []
        for _ in 0..<20 {
            let due = world.takeReads()
            most = max(most, due.count)
            read.formUnion(due)
            let more = world.takeReads()
            #expect(more == [])
            for pod in due { world.run(.read(pod, .missing)) }
            world.run(.wait(1))
        }
        #expect(most <= settings.podReadsAtOnce)
        // Those of the one address had their burst and two a second; the other was not kept waiting by them.
        #expect(read.contains("web"))
        #expect(read.count <= 1 + 8 + 2 * 21)
    }

    @Test func noMoreThanTheWatchLimit() throws {
        var settings = StatusServerSettings()
        settings.maximumWatches = 1
        var world = TestWorld(settings: settings, readsPods: true)
        world.run([
            .allReady, .ask("a", pod: "web", uid: "u1"), .ask("b", pod: "cat", uid: "u2"), .wait(2),
            .reads(["web", "cat"]), .read("web", try Self.found(Self.web)),
            .read("cat", try Self.found(TestObjects.pod("cat", uid: "u2"))),
        ])
        #expect(world.takeLines() == ["a: unknown", "b: unknown", Self.verdict, "b: unknown"])
        #expect(world.messages.last?.contains("--max-watches") == true)
        world.run([
            .leave("a"), .wait(5), .reads(["cat"]), .read("cat", try Self.found(TestObjects.pod("cat", uid: "u2"))),
        ])
        #expect(world.takeLines() == ["b: service/db/pg waiting NotFound"])
    }

    @Test func refusalsAreForgotten() throws {
        var settings = StatusServerSettings()
        settings.maximumKnownRefusals = 3
        var reads = PodReads(settings: settings)
        let now = TestWorld().now
        let waits = (0..<5).map { number in
            Wait(
                id: WaitID(slot: Int32(number), generation: 0),
                request: WaitRequest(namespace: "db", pod: "p\(number)", uid: "u"), peer: "", now: now)
        }
        for wait in waits { reads.refuse(wait, "no", now: now) }
        #expect(waits.map { reads.refusal(of: $0, now: now) != nil } == [false, false, true, true, true])
        #expect(reads.refusal(of: waits[4], now: now.adding(seconds: 30)) == nil)
        // A clock that was an hour ahead.
        #expect(reads.refusal(of: waits[4], now: now.adding(seconds: -3600)) == nil)
    }

    // MARK: With the effects

    private final class Reader: PodReader {
        private let answer: PodReading
        private let asked = Locked<[ObjectName]>([])

        init(_ answer: PodReading) { self.answer = answer }

        var names: [String] { asked.withLock { $0.map(\.name) } }

        func read(_ pod: ObjectName) async -> PodReading {
            asked.withLock { $0.append(pod) }
            return answer
        }
    }

    @Test func itIsWatchedAsLongAsItsStreamLives() async throws {
        let reader = Reader(try Self.found(Self.web))
        try await TestState.with(podReader: reader) { server in
            await server.source.list(.gatedPods)
            let (id, mailbox) = try await server.ask("web", uid: "u1")
            #expect(try await mailbox.lines()?.count == 1)
            server.advance(seconds: 2)
            await server.state.review()
            var told: [WaitLine] = []
            while !told.contains(where: { if case .verdict = $0 { true } else { false } }) {
                told += try #require(try await mailbox.lines(), "the stream ended after \(told)")
            }
            #expect(reader.names == ["web"])
            // Whoever waits hears first; then the watch is begun.
            while !server.source.starts.contains(Self.only) { await Task.yield() }
            #expect(!server.source.stops.contains(Self.only))
            await server.state.leave(try #require(id))
            #expect(server.source.stops == [Self.only])
        }
    }

    @Test(arguments: PodReading.labels) func readsAreCounted(outcome: String) async throws {
        let answers = [try Self.found(Self.web), .missing, .failed("it is down")]
        let answer = try #require(answers.first { $0.label == outcome })
        try await TestState.with(podReader: Reader(answer)) { server in
            await server.source.list(.gatedPods)
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            _ = try await mailbox.lines()
            server.advance(seconds: 2)
            await server.state.review()
            // The reading counts before anybody is told of it; where that is nobody, only the count tells.
            while server.metric("k8s_wait_pod_reads_total{outcome=\"\(outcome)\"}") == "0" { await Task.yield() }
            let all = PodReading.labels.map { server.metric("k8s_wait_pod_reads_total{outcome=\"\($0)\"}") }
            #expect(all.filter { $0 == "1" }.count == 1)
            #expect(all.filter { $0 == "0" }.count == 2)
        }
    }
}
