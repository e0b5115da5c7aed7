import KubernetesClient
import Policies
import PolicyController
import Testing

/// Which policies are in force after what their watches told.
@Suite struct PolicyStoreTests {
    private let store = PolicyStore { policy in
        policy.name.name == "refused" ? [PolicyMistake("spec.image", "Not here.")] : []
    } namespaceLabels: { _ in
        nil
    }

    private var inForce: [String] { store.inForce.set.policies.map(\.name.description) }

    @Test func nothingIsKnownAtFirst() {
        #expect(store.obstacle == "the policies have not been listed yet")
        #expect(store.inForce.set.isEmpty)
    }

    @Test func bothKindsMustBeListedOrAbsent() {
        store.receive(.namespaced, [.listing, .applied(PolicyObjects.policy()), .listed, .current])
        #expect(store.obstacle != nil)
        #expect(inForce == ["WaitPolicy shop/db"])
        store.noteAbsence(of: .cluster)
        #expect(store.obstacle == nil)
    }

    @Test func aForbiddenKindIsNoReasonNotToServe() {
        store.receive(.namespaced, [.forbidden("no")])
        store.receive(.cluster, [.forbidden("no")])
        #expect(store.obstacle == nil)
    }

    @Test func ofAKindThatIsNotServedThereAreNone() {
        store.receive(.namespaced, [.listing, .applied(PolicyObjects.policy()), .listed, .current])
        store.receive(.cluster, [.listing, .applied(PolicyObjects.clusterPolicy("all")), .listed, .current])
        #expect(store.noteAbsence(of: .namespaced))
        #expect(inForce == ["ClusterWaitPolicy all"])
        #expect(store.standings.map(\.mark) == ["c-all:1"])
        #expect(!store.noteAbsence(of: .namespaced))
        #expect(store.obstacle == nil)
        store.receive(.namespaced, [.listing, .applied(PolicyObjects.policy("new")), .listed, .current])
        #expect(inForce == ["ClusterWaitPolicy all", "WaitPolicy shop/new"])
    }

    @Test func followsTheWatches() {
        store.receive(.namespaced, [.listing, .applied(PolicyObjects.policy()), .listed, .current])
        store.receive(.cluster, [.listing, .applied(PolicyObjects.clusterPolicy("all")), .listed, .current])
        #expect(inForce == ["ClusterWaitPolicy all", "WaitPolicy shop/db"])
        store.receive(.namespaced, [.applied(PolicyObjects.policy(generation: 2, services: "a, b"))])
        #expect(store.inForce.set.policies.last?.dependencyCount == 2)
        #expect(store.standings.map(\.mark).sorted() == ["c-all:1", "u-db:2"])
        store.receive(.namespaced, [.interrupted(reason: "away")])
        #expect(inForce.count == 2)
        store.receive(.cluster, [.deleted(PolicyObjects.clusterPolicy("all"))])
        store.receive(.namespaced, [.listing, .applied(PolicyObjects.policy("other")), .listed])
        #expect(inForce == ["WaitPolicy shop/other"])
    }

    @Test func whatIsBadOrRefusedIsIgnoredAndKept() {
        let bad = PolicyObjects.policy("bad", services: "a b c")
        store.receive(
            .namespaced,
            [.listing, .applied(bad), .applied(PolicyObjects.policy("refused")), .applied(Array("{}".utf8)), .listed])
        #expect(inForce == [])
        #expect(store.standings.map(\.mistakes.count) == [1, 1])
        store.receive(.namespaced, [.applied(PolicyObjects.policy("bad"))])
        #expect(inForce == ["WaitPolicy shop/bad"])
    }

    @Test func aPolicyThatIsGoingAwayBindsNobody() {
        store.receive(.namespaced, [.applied(PolicyObjects.policy())])
        store.receive(
            .namespaced, [.applied(PolicyObjects.policy(metadata: #","deletionTimestamp":"2026-01-01T00:00:00Z""#))])
        #expect(inForce == [])
    }

    @Test func whatIsWrittenAboutAPolicyLeavesAllOthersAsTheyAre() throws {
        let names = ["a", "b", "c"]
        store.receive(.namespaced, [.listing] + names.map { .applied(PolicyObjects.policy($0)) } + [.listed, .current])
        let before = store.inForce.set.policies
        let status = #"{"inForceSince":"2026-01-01T00:00:00Z"}"#
        #expect(store.receive(.namespaced, [.applied(PolicyObjects.policy("b", status: status))]))
        #expect(store.standings.map { $0.record.status.inForceSince } == [nil, "2026-01-01T00:00:00Z", nil])
        #expect(zip(before, store.inForce.set.policies).allSatisfy { $0 === $1 })
        // With news of another kind in between, and for one that is refused.
        store.receive(
            .namespaced,
            [.applied(PolicyObjects.policy("a", status: status)), .deleted(PolicyObjects.policy("b"))])
        #expect(store.standings.map { $0.record.status.inForceSince } == ["2026-01-01T00:00:00Z", nil])
        #expect(inForce == ["WaitPolicy shop/a", "WaitPolicy shop/c"])
        store.receive(.namespaced, [.applied(PolicyObjects.policy("refused"))])
        store.receive(.namespaced, [.applied(PolicyObjects.policy("refused", status: status))])
        #expect(store.standings.map(\.mistakes.count) == [0, 0, 1])
    }

    @Test func saysWhetherAnythingChanged() {
        #expect(store.receive(.namespaced, [.listing]) == false)
        #expect(store.receive(.namespaced, [.listed]))
        #expect(store.receive(.namespaced, [.current]) == false)
        #expect(store.receive(.namespaced, [.applied(PolicyObjects.policy())]))
    }

    @Test func thereIsALimit() {
        let events = (0...PolicyStore.mostPolicies).map {
            ReflectorEvent.applied(PolicyObjects.policy("p\(10000 + $0)"))
        }
        store.receive(.namespaced, [.listing] + events + [.listed])
        #expect(inForce.count == PolicyStore.mostPolicies)
        #expect(store.standings.filter { !$0.mistakes.isEmpty }.map(\.record.name.name) == ["p14096"])
    }
}
