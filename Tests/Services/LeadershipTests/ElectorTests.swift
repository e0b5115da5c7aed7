import KubernetesTestKit
import Readiness
import Testing

@testable import Leadership

/// The elector against the fake API server, with a clock that is moved by hand.
@Suite("Standing for election", .timeLimit(.minutes(5)))
struct ElectorTests {
    private static func withCluster(_ body: (FakeAPIServer) async throws -> Void) async throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        settings.state.createsNamespaces = true
        let api = try FakeAPIServer.start(settings)
        do {
            try api.cluster.put(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "k8s-wait"]])
            try await body(api)
        } catch {
            await api.stop()
            throw error
        }
        await api.stop()
    }

    private static func lease(_ api: FakeAPIServer) -> JSONValue? {
        api.cluster.object("leases", "k8s-wait", namespace: "k8s-wait")
    }

    private static func holder(_ api: FakeAPIServer) -> String? {
        lease(api)?.at("spec", "holderIdentity")?.string
    }

    private static func put(_ holder: String, _ api: FakeAPIServer) throws {
        try api.cluster.put([
            "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
            "metadata": ["name": "k8s-wait", "namespace": "k8s-wait", "labels": ["kept": "yes"]],
            "spec": [
                "holderIdentity": .string(holder), "leaseDurationSeconds": 15, "leaseTransitions": 3,
                "acquireTime": "2026-11-21T05:00:00.000000Z", "renewTime": "2026-11-21T05:00:00.000000Z",
            ],
        ])
    }

    @Test func oneLeadsAndTheOtherFollowsWhenItGoes() async throws {
        try await Self.withCluster { api in
            let clock = HandClock()
            let first = try Candidate("a", api, clock)
            try await eventually { first.elector.isLeader }
            // An hour behind: nobody looks at it.
            let second = try Candidate("b", api, clock, date: Timestamp(seconds: -3600))
            try await eventually(moving: clock, candidates: 2) { api.cluster.access.count("patch", "leases") > 3 }
            #expect(first.elector.isLeader && !second.elector.isLeader)
            #expect(first.metric("k8s_wait_leader") == "1" && second.metric("k8s_wait_leader") == "0")
            #expect(Self.holder(api) == "a")
            #expect(Self.lease(api)?.at("spec", "leaseDurationSeconds")?.integer == 15)

            await first.stop()
            #expect(!first.elector.isLeader)
            #expect(Self.holder(api) == nil)
            #expect(Self.lease(api)?.at("spec", "leaseDurationSeconds")?.integer == 1)
            try await eventually(moving: clock) { second.elector.isLeader }
            #expect(Self.holder(api) == "b")
            #expect(Self.lease(api)?.at("spec", "leaseTransitions")?.integer == 1)
            await second.stop()
        }
    }

    @Test func aHolderThatNeverComesBackIsSucceededAndWhatElseIsInTheLeaseStays() async throws {
        try await Self.withCluster { api in
            try Self.put("gone", api)
            let clock = HandClock()
            let candidate = try Candidate("a", api, clock)
            try await eventually { clock.sleeperCount == 1 }
            #expect(!candidate.elector.isLeader)
            // Its time is counted from when it was seen, though its own date is long ago.
            clock.advance(by: .milliseconds(14_900))
            try await eventually { clock.sleeperCount == 1 }
            #expect(Self.holder(api) == "gone" && !candidate.elector.isLeader)
            try await eventually(moving: clock) { candidate.elector.isLeader }
            #expect(Self.lease(api)?.at("spec", "leaseTransitions")?.integer == 4)
            #expect(Self.lease(api)?.at("metadata", "labels", "kept")?.string == "yes")
            await candidate.stop()
        }
    }

    @Test(arguments: [
        Fault.Action.hangUp, .status(500, retryAfter: nil), .status(429, retryAfter: 1), .status(403, retryAfter: nil),
    ])
    func anOutageEndsLeadershipAndItsEndGivesItBack(action: Fault.Action) async throws {
        try await Self.withCluster { api in
            let clock = HandClock()
            let candidate = try Candidate("a", api, clock)
            try await eventually { candidate.elector.isLeader && clock.sleeperCount == 1 }
            api.cluster.add(Fault(action, resource: "leases"))
            clock.advance(by: .milliseconds(9_999))
            #expect(candidate.elector.isLeader)
            clock.advance(by: .milliseconds(1))
            #expect(!candidate.elector.isLeader, "whether or not the elector has come round")
            try await eventually(moving: clock) { (candidate.metric(failures).flatMap { Int($0) } ?? 0) > 0 }
            #expect(!candidate.elector.isLeader)
            api.cluster.removeFaults()
            try await eventually(moving: clock) { candidate.elector.isLeader }
            #expect(Self.holder(api) == "a")
            await candidate.stop()
        }
    }

    private let failures = #"k8s_wait_lease_writes_total{outcome="failed"}"#

    @Test func whoIsOverwrittenStops() async throws {
        try await Self.withCluster { api in
            let clock = HandClock()
            let candidate = try Candidate("a", api, clock)
            try await eventually { candidate.elector.isLeader && clock.sleeperCount == 1 }
            try Self.put("b", api)
            clock.advance(by: .seconds(2))
            try await eventually { !candidate.elector.isLeader }
            #expect(Self.holder(api) == "b")
            await candidate.stop()
            #expect(Self.holder(api) == "b", "what is another's is not given back")
        }
    }

    @Test func aDeletedLeaseIsMadeAnew() async throws {
        try await Self.withCluster { api in
            let clock = HandClock()
            let candidate = try Candidate("a", api, clock)
            try await eventually { candidate.elector.isLeader && clock.sleeperCount == 1 }
            api.cluster.remove("leases", "k8s-wait", namespace: "k8s-wait")
            try await eventually(moving: clock) { Self.holder(api) == "a" }
            try await eventually(moving: clock) { candidate.elector.isLeader }
            await candidate.stop()
        }
    }

    @Test(arguments: [#"{"kind":"Lease"}"#, "[]", "not JSON", #"{"metadata":{"name":"other","resourceVersion":"1"}}"#])
    func whatIsNoLeaseSaysNothing(text: String) {
        let document = try? LeaseDocument(Array(text.utf8).span)
        #expect(document?.name != "k8s-wait")
    }
}
