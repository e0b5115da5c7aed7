import EventLoop
import KubernetesClient
import Logging
import Metrics
import ServerTestKit
import StatusAPI
import Testing

@testable import StatusServer

/// The state with its effects: mailboxes, reflectors' life, heartbeats, drain.
@Suite struct ClusterStateTests {
    private static func summary(_ lines: [WaitLine]?) -> [String]? {
        lines?.map { line in
            switch line {
            case .verdict(let status): "\(status.dependency) \(status.state.rawValue) \(status.reason)"
            case .heartbeat: "heartbeat"
            case .ready: "ready"
            case .move: "move"
            case .unknown: "unknown"
            case .outcome(.released): "released"
            case .outcome(.failed): "failed"
            case .outcome(.refused): "refused"
            case .unrecognised: "?"
            }
        }
    }

    @Test func theReleaseLeavesWithTheVerdictThatBroughtIt() async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            #expect(try await Self.summary(mailbox.lines()) == ["service/db/pg unknown CacheNotSynced"])
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.endpointSlices)
            #expect(try await Self.summary(mailbox.lines()) == ["service/db/pg waiting NoEndpoints"])
            #expect(server.metric("k8s_wait_waiters") == "1")
            await server.source.tell(
                .endpointSlices, .applied(TestObjects.slice("pg-1", of: "pg", ready: 1)[...]))
            let parcel = try #require(await mailbox.next())
            #expect(parcel.end == .outcome(.released))
            #expect(parcel.receivedAt != nil)
            #expect(
                String(decoding: parcel.bytes, as: UTF8.self).split(separator: "\n").last == #"{"outcome":"released"}"#)
            #expect(await mailbox.next() == nil)
            #expect(server.metric(#"k8s_wait_waits_total{outcome="released"}"#) == "1")
            #expect(server.metric("k8s_wait_waiters") == "0")
            #expect(server.metric(#"k8s_wait_objects_cached{kind="endpointslices"}"#) == "1")
        }
    }

    /// However many wait, each kind is listed and watched once; some time after the last it is not.
    @Test func reflectorsLiveAsLongAsSomebodyWaits() async throws {
        try await TestState.with { server in
            #expect(server.source.starts == [.gatedPods])
            await server.source.tell(.gatedPods, .listing)
            for number in 0..<100 {
                await server.source.tell(
                    .gatedPods, .applied(TestObjects.pod("p\(number)", uid: "u\(number)")[...]))
            }
            await server.source.tell(.gatedPods, .listed, .current)
            var ids: [WaitID] = []
            for number in 0..<100 {
                ids.append(try #require(try await server.ask("p\(number)", uid: "u\(number)").id))
            }
            #expect(server.source.starts == [.gatedPods, .services, .endpointSlices])
            for id in ids.dropLast() { await server.state.leave(id) }
            server.advance(seconds: 1000)
            await server.state.retireReflectors()
            #expect(server.source.stops == [])
            await server.state.leave(try #require(ids.last))
            server.advance(seconds: 299)
            await server.state.retireReflectors()
            #expect(server.source.stops == [])
            server.advance(seconds: 1)
            await server.state.retireReflectors()
            #expect(Set(server.source.stops) == [.services, .endpointSlices])
            #expect(server.metric(#"k8s_wait_waits_total{outcome="left"}"#) == "100")
            #expect(server.metric(#"k8s_wait_watch_restarts_total{kind="services"}"#) == "3")
        }
    }

    @Test func whoComesWithinTheLingerFindsAWarmCache() async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            let (id, _) = try await server.ask("web", uid: "u1")
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 0, notReady: 1))
            await server.state.leave(try #require(id))
            server.advance(seconds: 299)
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            #expect(try await Self.summary(mailbox.lines()) == ["service/db/pg waiting EndpointsNotReady"])
            server.advance(seconds: 299)
            await server.state.retireReflectors()
            #expect(server.source.stops == [])
            #expect(server.source.starts.count == 3)
        }
    }

    @Test func aStoppedReflectorsLastWordsAreNotHeard() async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            let (id, _) = try await server.ask("web", uid: "u1")
            await server.source.list(.services, TestObjects.service("pg"))
            await server.state.leave(try #require(id))
            server.advance(seconds: 301)
            await server.state.retireReflectors()
            await server.source.tell(.services, .current)
            await server.source.list(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 1))
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            #expect(try await Self.summary(mailbox.lines()) == ["service/db/pg unknown CacheNotSynced"])
        }
    }

    @Test func aSlowPeerIsToldOnlyTheNewest() async throws {
        try await TestState.with { server in
            await server.source.list(
                .gatedPods, TestObjects.pod("web", uid: "u1", arguments: ["for", "service/db/pg", "job/db/mig"]))
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.endpointSlices)
            await server.source.list(.jobs, TestObjects.job("mig", uid: "j", .active))
            for count in 1...1000 {
                await server.source.tell(
                    .endpointSlices, .applied(TestObjects.slice("x", of: "pg", ready: 0, notReady: count % 9 + 1)[...]))
            }
            await server.state.beat(part: 0, of: 1)
            #expect(
                try await Self.summary(mailbox.lines()) == [
                    "service/db/pg waiting EndpointsNotReady", "job/db/mig waiting Running",
                ])
        }
    }

    @Test func theRingBeatsForEveryStreamOnce() async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods)
            var mailboxes: [Mailbox] = []
            for number in 0..<40 {
                let mailbox = try await server.ask("p\(number)", uid: "u", peer: "10.0.0.\(number)").mailbox
                #expect(try await Self.summary(mailbox.lines()) == ["unknown"])
                mailboxes.append(mailbox)
            }
            for part in 0..<16 { await server.state.beat(part: part, of: 16) }
            for mailbox in mailboxes {
                #expect(try await Self.summary(mailbox.lines()) == ["heartbeat"])
                await server.state.beat(part: 0, of: 16)
                mailbox.close()
                #expect(await mailbox.next() == nil)
            }
        }
    }

    @Test func drainSpreadsTheStreams() async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods)
            var mailboxes: [Mailbox] = []
            for number in 0..<100 {
                let mailbox = try await server.ask("p\(number)", uid: "u", peer: "10.0.0.\(number)").mailbox
                _ = try await mailbox.lines()
                mailboxes.append(mailbox)
            }
            #expect(await server.state.tellStreamsToMove(over: .seconds(10)) == 100)
            var tenths = Array(repeating: 0, count: 10)
            for mailbox in mailboxes {
                let parcel = try #require(await mailbox.next())
                guard case .move(let delay) = parcel.end else { throw Unexpected() }
                #expect((0...10_000).contains(delay))
                tenths[min(9, delay / 1000)] += 1
                #expect(await mailbox.next() == nil)
            }
            #expect(tenths.allSatisfy { (8...12).contains($0) })
            let late = try await server.ask("late", uid: "u")
            #expect(late.id == nil)
            #expect(try await Self.summary(late.mailbox.lines()) == ["move"])
            #expect(server.metric(#"k8s_wait_waits_total{outcome="moved"}"#) == "100")
        }
    }

    @Test func whatIsDueComesWithoutAnEvent() async throws {
        try await TestState.with { server in
            await server.source.list(
                .gatedPods, TestObjects.pod("web", uid: "u1", arguments: ["for", "job/db/mig on-failure=fail"]))
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            await server.source.list(.jobs, TestObjects.job("mig", uid: "j", .failed))
            #expect(
                try await Self.summary(mailbox.lines()) == ["job/db/mig on-failure=fail waiting FailedMayBeReplaced"])
            server.advance(seconds: 31)
            await server.state.review()
            #expect(try await Self.summary(mailbox.lines()) == ["job/db/mig on-failure=fail failed Failed", "failed"])
        }
    }

    /// With real timers: nobody calls `review`.
    @Test func theLoopsTimerReviewsByItself() async throws {
        var settings = StatusServerSettings()
        settings.unknownPodPatience = .seconds(1)
        settings.heartbeat = .seconds(1000)
        try await TestState.with(settings: settings) { server in
            await server.source.list(.gatedPods)
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            #expect(try await Self.summary(mailbox.lines()) == ["unknown"])
            server.advance(seconds: 2)
            #expect(try await Self.summary(mailbox.lines()) == ["move"])
        }
    }

    @Test(arguments: [
        ("the pod's UID", "u1", ["service/db/pg waiting NoEndpoints"], false),
        ("another UID", "u2", ["refused"], true),
    ])
    func answersOnce(name: String, uid: String, expected: [String], isRefused: Bool) async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            let request = WaitRequest(namespace: "db", pod: "web", uid: "u1")
            #expect(await Self.summary(server.state.answer(request).lines) == ["service/db/pg unknown CacheNotSynced"])
            #expect(server.source.starts.count == 3)
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.endpointSlices)
            let answer = await server.state.answer(WaitRequest(namespace: "db", pod: "web", uid: uid))
            #expect(Self.summary(answer.lines) == expected)
            #expect(answer.isRefused == isRefused)
            #expect(server.metric("k8s_wait_waiters") == "0")
            server.advance(seconds: 301)
            await server.state.retireReflectors()
            #expect(Set(server.source.stops) == [.services, .endpointSlices])
        }
    }

    @Test func saysWhyItCannotAnswer() async throws {
        try await TestState.with { server in
            #expect(await server.state.obstacle != nil)
            await server.source.list(.gatedPods)
            #expect(await server.state.obstacle == nil)
            await server.source.tell(.gatedPods, .interrupted(reason: "connection refused"))
            #expect(await server.state.obstacle?.contains("connection refused") == true)
        }
    }

    @Test func nothingIsStartedOnceItHasBeenStopped() async throws {
        try await TestState.with { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            await server.state.stop()
            _ = await server.state.answer(WaitRequest(namespace: "db", pod: "web", uid: "u1"))
            _ = try await server.ask("web", uid: "u1")
            #expect(server.source.starts == [.gatedPods])
            #expect(server.source.stops == [.gatedPods])
        }
    }

    /// A thousand tasks wait on a loop of their own; one event releases them all.
    @Test func oneEventReleasesAThousandTasks() async throws {
        try await TestState.with { server in
            let loop = try EventLoop.start(name: "streams")
            defer { loop.stop() }
            await server.source.tell(.gatedPods, .listing)
            for number in 0..<1000 {
                await server.source.tell(.gatedPods, .applied(TestObjects.pod("p\(number)", uid: "u")[...]))
            }
            await server.source.tell(.gatedPods, .listed, .current)
            let released = try await withThrowingTaskGroup(of: StreamEnd?.self) { group in
                for number in 0..<1000 {
                    let mailbox = try await server.ask("p\(number)", uid: "u").mailbox
                    group.addTask(executorPreference: loop) {
                        while let parcel = await mailbox.next() {
                            if let end = parcel.end { return end }
                        }
                        return nil
                    }
                }
                await server.source.list(.services, TestObjects.service("pg"))
                await server.source.list(.endpointSlices, TestObjects.slice("x", of: "pg", ready: 1))
                var count = 0
                for try await end in group where end == .outcome(.released) { count += 1 }
                return count
            }
            #expect(released == 1000)
        }
    }

    private struct Unexpected: Error {}

    /// What strangers can make happen without end must not fill the log; what becomes of a pod's wait is told.
    @Test func onlyWaitsOfKnownPodsAreToldInTheLog() async throws {
        let log = LogRecorder()
        var settings = StatusServerSettings()
        settings.maximumUnknownPodsPerPeer = 1
        settings.identityGrace = .zero
        try await TestState.with(settings: settings, logger: log.logger(.info)) { server in
            for kind in WatchedCollection.everyWhole { await server.source.list(kind) }
            await server.source.tell(.gatedPods, .applied(TestObjects.pod("web", uid: "u1")[...]))
            let before = log.lines.count
            let stranger = try await server.ask("nobody", uid: "u0")
            _ = try? await server.ask("nobody", uid: "u00")
            _ = try await server.ask("web", uid: "wrong", peer: "10.1.1.2")
            if let id = stranger.id { await server.state.leave(id) }
            #expect(log.lines.dropFirst(before).map(\.message) == [])
            let known = try await server.ask("web", uid: "u1")
            if let id = known.id { await server.state.leave(id) }
            let told = log.lines.dropFirst(before).filter { $0.metadata["pod"] != nil }
            #expect(told.map(\.message) == ["wait began", "wait ended"])
        }
    }
}
