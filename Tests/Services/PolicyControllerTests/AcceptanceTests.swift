import KubernetesClient
import Policies
import PolicyController
import Testing

/// When a policy counts as accepted.
@Suite struct AcceptanceTests {
    private static let lifetime = Duration.seconds(40)

    private func standing(
        generation: Int = 1, mistakes: [PolicyMistake] = [], mode: String = "Enforce", status: String = "{}",
        services: String = "postgres"
    ) throws -> PolicyStanding {
        let store = PolicyStore(judge: { _ in mistakes }, namespaceLabels: { _ in nil })
        store.receive(
            .namespaced,
            [
                .applied(
                    PolicyObjects.policy(generation: generation, services: services, mode: mode, status: status))
            ])
        return try #require(store.standings.first)
    }

    private func roster(_ replicas: [(name: String, marks: String)], at now: Duration = .zero) throws -> ReplicaRoster {
        var roster = ReplicaRoster(lifetime: Self.lifetime)
        roster.beginList()
        for replica in replicas {
            roster.apply(try ReplicaLease(PolicyObjects.lease(replica.name, marks: replica.marks).span), at: now)
        }
        roster.endList()
        return roster
    }

    private func judge(
        _ standing: PolicyStanding, _ replicas: AcceptanceJudge.Replicas, now: Duration = .zero
    ) throws -> PolicyStatus.Acceptance {
        try #require(
            AcceptanceJudge.status(of: standing, replicas, now: now, date: "2026-01-02T00:00:00Z").acceptance)
    }

    @Test func whenAllReplicasHaveThatGeneration() throws {
        let standing = try standing(generation: 2)
        let some = try roster([("a", "u-db:2,u-x:1"), ("b", "u-db:1"), ("c", "")])
        let pending = try judge(standing, .known(some))
        #expect(pending.verdict == .pending)
        #expect(pending.reason == "WaitingForReplicas")
        #expect(pending.message == "1 of 3 replicas have it; not yet b, c.")
        let all = try roster([("a", "u-db:2"), ("b", "u-x:1,u-db:2")])
        let accepted = try judge(standing, .known(all))
        #expect(accepted.verdict == .accepted)
        #expect(accepted.generation == 2)
        #expect(accepted.reason == "InForce")
        #expect(accepted.message == "Every pod that it selects and that is created from now on waits.")
    }

    /// Then the newest Leases are read before it is said.
    @Test func whetherItWouldBeAcceptedNow() throws {
        let all = try roster([("a", "u-db:1")])
        let some = try roster([("a", "u-db:1"), ("b", "")])
        let accepted = #"{"conditions":[{"type":"Accepted","status":"True","observedGeneration":1}]}"#
        func wouldAccept(_ standing: PolicyStanding, _ replicas: AcceptanceJudge.Replicas) -> Bool {
            AcceptanceJudge.wouldAccept(standing, replicas, now: .zero)
        }
        #expect(try wouldAccept(standing(), .known(all)))
        #expect(try wouldAccept(standing(), .alone))
        #expect(try !wouldAccept(standing(), .known(some)))
        #expect(try !wouldAccept(standing(), .unknown))
        #expect(try !wouldAccept(standing(status: accepted), .known(all)))
        #expect(try !wouldAccept(standing(mistakes: [PolicyMistake("spec", "No.")]), .known(all)))
    }

    @Test func leasesAreReadFromAList() throws {
        let items = [PolicyObjects.lease("a", marks: "u-db:1"), PolicyObjects.lease("b", marks: "")]
        let text =
            #"{"kind":"LeaseList","metadata":{},"items":["#
            + items.map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: ",") + "]}"
        let leases = try ReplicaLease.list(Array(text.utf8).span)
        #expect(leases.map(\.holder) == ["a", "b"])
        #expect(leases.map(\.marks) == [["u-db:1"], []])
        #expect(throws: (any Error).self) { try ReplicaLease.list(Array("[]".utf8).span) }
    }

    @Test func notBeforeTheReplicasAreKnown() throws {
        #expect(try judge(standing(), .unknown).verdict == .pending)
        #expect(try judge(standing(), .alone).verdict == .accepted)
    }

    @Test func aReplicaThatComesLaterChangesNothing() throws {
        let status = #"{"conditions":[{"type":"Accepted","status":"True","observedGeneration":1}]}"#
        let newcomer = try roster([("a", "u-db:1"), ("new", "")])
        #expect(try judge(standing(status: status), .known(newcomer)).verdict == .accepted)
        #expect(try judge(standing(generation: 2, status: status), .known(newcomer)).verdict == .pending)
    }

    @Test func aReplicaThatIsGoneIsNotWaitedFor() throws {
        var roster = try roster([("a", "u-db:1"), ("b", "")])
        let later = Self.lifetime + .seconds(1)
        roster.apply(try ReplicaLease(PolicyObjects.lease("a", renewed: "2", marks: "u-db:1").span), at: later)
        #expect(try judge(standing(), .known(roster), now: .seconds(39)).verdict == .pending)
        #expect(try judge(standing(), .known(roster), now: later).verdict == .accepted)
        #expect(roster.count(at: later) == 1)
        #expect(roster.leftBehind(at: later) == [])
        #expect(roster.leftBehind(at: Self.lifetime * 10 + .seconds(1)) == ["l-b"])
    }

    @Test func aLeaseThatOnlyLooksNewIsNoSignOfLife() throws {
        var roster = try roster([("b", "")])
        roster.apply(try ReplicaLease(PolicyObjects.lease("b", marks: "u-db:1").span), at: .seconds(39))
        #expect(roster.lacking("u-db:1", at: .seconds(39)) == [])
        #expect(roster.count(at: .seconds(40)) == 0)
    }

    @Test func leasesThatAListDoesNotMentionAreGone() throws {
        var roster = try roster([("a", ""), ("b", "")])
        roster.beginList()
        roster.apply(try ReplicaLease(PolicyObjects.lease("a", marks: "").span), at: .zero)
        roster.endList()
        #expect(roster.count(at: .zero) == 1)
        roster.remove("l-a")
        #expect(roster.count(at: .zero) == 0)
    }

    @Test func aBadPolicyIsRefusedWhateverReplicasHave() throws {
        let refused = try judge(
            standing(mistakes: [PolicyMistake("spec.image", "Not here.")]), .known(roster([("a", "")])))
        #expect(refused.verdict == .refused)
        #expect(refused.reason == "Invalid")
        #expect(refused.message == "spec.image: Not here.")
        let bad = try judge(standing(services: "a b c"), .alone)
        #expect(bad.message.hasPrefix("spec.dependencies.for-service: item \"a b c\", column 3: "))
    }

    @Test func anAuditedPolicySaysSo() throws {
        #expect(try judge(standing(mode: "Audit"), .alone).message.hasPrefix("Of every pod that it selects"))
    }

    @Test func sinceWhenAGenerationBindsIsSaid() throws {
        func since(_ status: String, generation: Int, _ replicas: AcceptanceJudge.Replicas) throws -> String? {
            let standing = try standing(generation: generation, status: status)
            return AcceptanceJudge.status(of: standing, replicas, now: .zero, date: "2026-01-02T00:00:00Z").inForceSince
        }
        let status =
            #"{"inForceSince":"2026-01-01T00:00:00Z","conditions":[{"type":"Accepted","status":"True","observedGeneration":1}]}"#
        #expect(try since(status, generation: 1, .alone) == "2026-01-01T00:00:00Z")
        #expect(try since(status, generation: 2, .alone) == "2026-01-02T00:00:00Z")
        #expect(try since(status, generation: 2, .unknown) == nil)
        #expect(try since("{}", generation: 1, .alone) == "2026-01-02T00:00:00Z")
    }

    @Test func theMomentOfAChangeIsKept() throws {
        let status =
            #"{"conditions":[{"type":"Accepted","status":"True","observedGeneration":1,"reason":"InForce","message":"m","lastTransitionTime":"2026-01-01T00:00:00Z"}]}"#
        #expect(try judge(standing(generation: 2, status: status), .alone).since == "2026-01-01T00:00:00Z")
        #expect(try judge(standing(generation: 2, status: status), .unknown).since == "2026-01-02T00:00:00Z")
        #expect(try judge(standing(), .alone).since == "2026-01-02T00:00:00Z")
    }

    @Test func aLeaseSaysWhatWasWritten() throws {
        let body = ReplicaLease.creation(
            name: "k8s-wait-a", namespace: "k8s-wait", group: "k8s-wait", holder: "a_1", seconds: 40,
            renewTime: "2026-01-01T00:00:00.000000Z", marks: ["u-a:1", "u-b:2"])
        let lease = try ReplicaLease(body.span)
        #expect((lease.name, lease.holder) == ("k8s-wait-a", "a_1"))
        #expect(lease.renewTime == "2026-01-01T00:00:00.000000Z")
        #expect(lease.marks == ["u-a:1", "u-b:2"])
        #expect(String(decoding: body, as: UTF8.self).contains(#""wait.k8s/replica-of":"k8s-wait""#))
        #expect(
            String(decoding: ReplicaLease.patch(renewTime: "t", marks: nil), as: UTF8.self)
                == #"{"spec":{"renewTime":"t"}}"#)
        #expect(try ReplicaLease(ReplicaLease.patch(renewTime: "t", marks: ["x:1"]).span).marks == ["x:1"])
    }

    @Test func theNameOfALeaseIsOne() {
        let settings = PolicySettings(identity: "My_Host.local_3f", namespace: nil, group: "k8s-wait")
        #expect(settings.leaseName == "k8s-wait-my-host.local-3f")
    }
}
