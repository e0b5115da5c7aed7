import Dependencies
import KubernetesClient
import Locking
import StatusAPI
import Testing

@testable import StatusServer

/// Questions without a pod, and discovery, with their effects.
@Suite(.timeLimit(.minutes(5))) struct AskingTests {
    @Test func aDependencyIsToldOnceItIsKnown() async throws {
        try await TestState.with { server in
            let dependency = try Dependency(canonical: "service/db/pg")
            async let answer = server.state.verdict(of: dependency, within: .seconds(60))
            while server.source.starts.count < 3 { await Task.yield() }
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 1))
            #expect(await answer.state == .ready)
            #expect(await server.state.verdict(of: dependency).state == .ready)
            await server.source.tell(.endpointSlices, .listing)
            #expect(await server.state.verdict(of: dependency, within: .zero).state == .unknown)
        }
    }

    @Test func whatIsNotKnownInTimeIsUnknown() async throws {
        try await TestState.with { server in
            let dependency = try Dependency(canonical: "job/db/mig")
            #expect(await server.state.verdict(of: dependency, within: .milliseconds(1)).state == .unknown)
            #expect(server.source.starts == [.gatedPods, .jobs])
        }
    }

    /// Whoever asks every few seconds sees how long it has been ready, though no pod waits.
    @Test func uptimeIsSeenAcrossQuestions() async throws {
        try await TestState.with { server in
            let dependency = try Dependency(canonical: "service/db/pg uptime=30s")
            _ = await server.state.verdict(of: dependency, within: .zero)
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.pods(inNamespace: "db"))
            await server.source.list(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 1))
            #expect(await server.state.verdict(of: dependency).reason == "TooRecent")
            server.advance(seconds: 31)
            await server.state.review()
            #expect(await server.state.verdict(of: dependency).state == .ready)
        }
    }

    @Test func itIsWatchedForAWhileOnly() async throws {
        try await TestState.with { server in
            let dependency = try Dependency(canonical: "pod/db/redis-0")
            _ = await server.state.verdict(of: dependency, within: .zero)
            let collection = try #require(server.source.starts.last)
            server.advance(seconds: 100)
            await server.state.review()
            await server.state.retireReflectors()
            _ = await server.state.verdict(of: dependency, within: .zero)
            server.advance(seconds: 100)
            await server.state.review()
            await server.state.retireReflectors()
            #expect(server.source.stops == [])
            server.advance(seconds: 121)
            await server.state.review()
            server.advance(seconds: 301)
            await server.state.retireReflectors()
            #expect(server.source.stops == [collection])
        }
    }

    @Test func oneThatIsIdleMakesRoom() async throws {
        var settings = StatusServerSettings()
        settings.maximumWatches = 1
        try await TestState.with(settings: settings) { server in
            await server.source.list(
                .gatedPods, TestObjects.pod("p", uid: "u", arguments: ["for", "pod/db/a"]),
                TestObjects.pod("q", uid: "u", arguments: ["for", "pod/db/b"]))
            let (id, _) = try await server.ask("p", uid: "u")
            await server.state.leave(try #require(id))
            _ = try await server.ask("q", uid: "u")
            let named = ["a", "b"].map {
                WatchedCollection(.pods, as: .pod, only: ObjectName(namespace: "db", name: $0))
            }
            #expect(server.source.starts == [.gatedPods] + named)
            #expect(server.source.stops == [named[0]])
        }
    }

    @Test func collectionsOfOneTypeAddUp() async throws {
        try await TestState.with { server in
            await server.source.list(
                .gatedPods, TestObjects.pod("p", uid: "u", arguments: ["for", "pod/db/a", "pod/db/(app=x)"]))
            _ = try await server.ask("p", uid: "u")
            for collection in server.source.starts.dropFirst() {
                await server.source.list(collection, TestObjects.backend("a", ready: false))
            }
            #expect(server.metric(#"k8s_wait_objects_cached{kind="pods"}"#) == "2")
            #expect(server.metric(#"k8s_wait_watch_restarts_total{kind="pods"}"#) == "6")
            #expect(server.metric(#"k8s_wait_objects_cached{kind="gatedpods"}"#) == "1")
        }
    }

    @Test func aKindIsFoundOutWithoutHoldingAnythingUp() async throws {
        let discovery = TestDiscovery()
        var settings = StatusServerSettings()
        settings.allowedKinds = AllowedKinds("widgets.example.com")
        try await TestState.with(settings: settings, discovery: discovery) { server in
            await server.source.list(
                .gatedPods, TestObjects.pod("p", uid: "u", arguments: ["for", "widget.example.com/db/w"]))
            let (_, mailbox) = try await server.ask("p", uid: "u")
            #expect(try await mailbox.lines()?.count == 1)
            while discovery.asked.isEmpty { await Task.yield() }
            #expect(server.source.starts == [.gatedPods])
            discovery.answer(
                .found(
                    ResourceType(
                        group: "example.com", version: "v1", plural: "widgets", kind: "Widget", isNamespaced: true)))
            while server.source.starts.count < 2 { await Task.yield() }
            let collection = try #require(server.source.starts.last)
            await server.source.list(
                collection, TestObjects.other("w", status: #"{"conditions":[{"type":"Ready","status":"True"}]}"#))
            while let parcel = await mailbox.next() {
                if let end = parcel.end { #expect(end == .outcome(.released)) }
            }
            #expect(discovery.asked == ["widget.example.com"])
        }
    }
}

/// A discovery that answers when a test has it answer.
final class TestDiscovery: ResourceDiscovery {
    private struct State {
        var asked: [String] = []
        var waiting: [CheckedContinuation<Resolution, Never>] = []
    }

    private let state = Locked(State())

    /// What has been asked for so far.
    var asked: [String] { state.withLock { $0.asked } }

    func resolve(_ name: String) async -> Resolution {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.waiting.append(continuation)
                state.asked.append(name)
            }
        }
    }

    func expectChange() async {}

    /// Answers every question so far.
    func answer(_ resolution: Resolution) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: resolution) }
    }
}
