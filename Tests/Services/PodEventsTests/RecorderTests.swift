import KubernetesClient
import KubernetesTestKit
import Testing

@testable import PodEvents

/// Events as an API server stores them.
@Suite(.timeLimit(.minutes(5))) struct RecorderTests {
    /// Runs a test with an API server of its own, whose accounts may do what the function says.
    private static func run(
        allows: @escaping Authorizer = { _ in true }, _ body: (FakeAPIServer) async throws -> Void
    ) async throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        settings.state.createsNamespaces = true
        settings.authorizer = allows
        let api = try FakeAPIServer.start(settings)
        do {
            try await body(api)
        } catch {
            await api.stop()
            throw error
        }
        await api.stop()
    }

    private static func event(_ reason: EventReason, _ pod: TestPod = TestPod()) -> String {
        EventDocument.name(pod, reason)
    }

    private static func stored(_ api: FakeAPIServer, _ reason: EventReason) -> JSONValue? {
        api.cluster.object("events", event(reason), namespace: "shop")
    }

    private static func names(_ api: FakeAPIServer) async throws -> [String] {
        // What `kubectl describe pod` asks for.
        let query = "involvedObject.name=web-1,involvedObject.namespace=shop,involvedObject.uid=u1"
        let path = "/api/v1/namespaces/shop/events?fieldSelector=" + query.replacing("=", with: "%3D")
        guard case .answer(let answer) = await api.cluster.handle(.init("GET", path)) else { return [] }
        let list = try JSONValue(json: answer.body)
        return (list["items"]?.array ?? []).compactMap { $0["reason"]?.string }
    }

    @Test func oneEventFollowsTheWaitAndAnotherTellsTheEnd() async throws {
        try await Self.run { api in
            let replica = try RecordingReplica(api)
            replica.wait()
            try await replica.settle()
            let first = try #require(Self.stored(api, .waiting))
            #expect(first["message"]?.string == "0 of 1 ready; waiting for Service db/pg: NoEndpoints")
            #expect(first["type"]?.string == "Normal" && first["count"]?.integer == 1)
            #expect(first["firstTimestamp"]?.string == "2026-11-21T22:26:40Z", "\(first.text)")
            #expect(first["lastTimestamp"] == first["firstTimestamp"] && first["eventTime"] == .null)
            #expect(first.at("involvedObject", "uid")?.string == "u1")
            #expect(first.at("involvedObject", "kind")?.string == "Pod")
            #expect(first.at("source", "component")?.string == "k8s-wait")
            #expect(first["reportingComponent"]?.string == "wait.k8s/k8s-wait")
            #expect(first["reportingInstance"]?.string == "k8s-wait-0")
            replica.change("NotFound")
            try await replica.settle()
            replica.release()
            try await replica.settle()
            #expect(Self.stored(api, .waiting)?["count"]?.integer == 2)
            #expect(
                Self.stored(api, .waiting)?["message"]?.string == "0 of 1 ready; waiting for Service db/pg: NotFound")
            #expect(Self.stored(api, .ready)?["count"]?.integer == 1)
            #expect(try await Self.names(api).sorted() == ["DependenciesReady", "WaitingForDependency"])
            #expect(replica.metric(#"k8s_wait_events_written_total{reason="WaitingForDependency"}"#) == "2")
            #expect(api.cluster.access.count("create", "events") == 2)
            #expect(api.cluster.access.count("patch", "events") == 1)
            await replica.stop()
        }
    }

    @Test func aStreamThatMovesToAnotherReplicaMakesNoOtherEvent() async throws {
        try await Self.run { api in
            let one = try RecordingReplica(api)
            let two = try RecordingReplica(api, instance: "k8s-wait-1", at: 1_795_300_100)
            one.wait()
            try await one.settle()
            one.leave()
            two.wait()
            try await two.settle()
            let kept = try #require(Self.stored(api, .waiting))
            #expect(kept["count"]?.integer == 1 && kept["reportingInstance"]?.string == "k8s-wait-0")
            #expect(kept["lastTimestamp"]?.string == "2026-11-21T22:26:40Z")
            two.change("NotFound")
            try await two.settle()
            two.leave()
            one.wait("NoEndpoints")
            try await one.settle()
            let counted = try #require(Self.stored(api, .waiting))
            #expect(counted["count"]?.integer == 3, "\(counted.text)")
            one.release()
            try await one.settle()
            #expect(try await Self.names(api).sorted() == ["DependenciesReady", "WaitingForDependency"])
            #expect(two.metric(#"k8s_wait_events_written_total{reason="WaitingForDependency"}"#) == "1")
            await one.stop()
            await two.stop()
        }
    }

    @Test func theSameEndingToldByTwoReplicasIsOne() async throws {
        try await Self.run { api in
            let one = try RecordingReplica(api)
            let two = try RecordingReplica(api, instance: "k8s-wait-1", at: 1_795_300_030)
            let later = try RecordingReplica(api, instance: "k8s-wait-2", at: 1_795_300_500)
            one.wait()
            one.release()
            try await one.settle()
            two.recorder.note([WaitNews(TestPod(), .ended(.released))])
            try await two.settle()
            #expect(Self.stored(api, .ready)?["count"]?.integer == 1)
            later.recorder.note([WaitNews(TestPod(), .ended(.released))])
            try await later.settle()
            #expect(Self.stored(api, .ready)?["count"]?.integer == 2)
            for replica in [one, two, later] { await replica.stop() }
        }
    }

    @Test func aForgottenEventIsMadeAnew() async throws {
        try await Self.run { api in
            let replica = try RecordingReplica(api)
            replica.wait()
            try await replica.settle()
            api.cluster.remove("events", Self.event(.waiting), namespace: "shop")
            replica.change("NotFound")
            try await replica.settle()
            #expect(Self.stored(api, .waiting)?["count"]?.integer == 1)
            await replica.stop()
        }
    }

    @Test func aPodMadeAnewUnderItsNameHasEventsOfItsOwn() async throws {
        try await Self.run { api in
            let replica = try RecordingReplica(api)
            replica.wait()
            replica.wait("NoEndpoints", TestPod(uid: "u2"))
            try await replica.settle()
            #expect(try await Self.names(api) == ["WaitingForDependency"])
            #expect(api.cluster.access.count("create", "events") == 2)
            await replica.stop()
        }
    }

    @Test func whileTheAPIServerIsAwayTheNewestIsKeptAndThenWritten() async throws {
        try await Self.run { api in
            let replica = try RecordingReplica(api)
            api.cluster.add(Fault(.hangUp, resource: "events"))
            replica.wait()
            try await eventually { api.cluster.access.count("create", "events") > 0 }
            replica.change("NotFound")
            api.cluster.removeFaults()
            try await replica.settle()
            #expect(
                Self.stored(api, .waiting)?["message"]?.string == "0 of 1 ready; waiting for Service db/pg: NotFound")
            #expect(replica.metric(#"k8s_wait_events_failed_total{error="connection"}"#) != "0")
            await replica.stop()
        }
    }

    @Test(arguments: [429, 500, 503])
    func anErrorOfTheAPIServerIsTriedAgain(status: Int) async throws {
        try await Self.run { api in
            let replica = try RecordingReplica(api)
            api.cluster.add(Fault(.status(status, retryAfter: nil), verb: "create", resource: "events", times: 1))
            replica.wait()
            try await eventually { Self.stored(api, .waiting) != nil }
            try await replica.settle()
            #expect(Self.stored(api, .waiting)?["count"]?.integer == 1)
            await replica.stop()
        }
    }

    @Test func whereTheyAreForbiddenTheyAreDropped() async throws {
        try await Self.run(allows: { $0.resource != "events" }) { api in
            let replica = try RecordingReplica(api)
            replica.wait()
            try await replica.settle()
            replica.change("NotFound")
            replica.release()
            try await replica.settle()
            #expect(api.cluster.access.count("*", "events") == 1)
            #expect(replica.metric(#"k8s_wait_events_failed_total{error="forbidden"}"#) == "1")
            #expect(replica.metric(#"k8s_wait_events_dropped_total{cause="forbidden"}"#) != "0")
            await replica.stop()
        }
    }

    @Test func onlyCreateAndPatchAreAskedFor() async throws {
        try await Self.run(allows: { $0.resource == "events" && ["create", "patch"].contains($0.verb) }) { api in
            for instance in 0..<2 {
                let replica = try RecordingReplica(api, instance: "k8s-wait-\(instance)")
                replica.wait(instance == 0 ? "NoEndpoints" : "NotFound")
                try await replica.settle()
                await replica.stop()
            }
            #expect(Self.stored(api, .waiting)?["count"]?.integer == 2)
        }
    }
}
