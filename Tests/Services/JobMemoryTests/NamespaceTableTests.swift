import KubernetesClient
import Readiness
import Testing

@testable import JobMemory

@Suite("Which namespace has a name now")
struct NamespaceTableTests {
    private func namespace(_ name: String, _ uid: String, createdAt: String = "2026-11-21T05:00:00Z") -> ReflectorEvent<
        [UInt8]
    > {
        let text = #"{"metadata":{"name":"\#(name)","uid":"\#(uid)","creationTimestamp":"\#(createdAt)"}}"#
        return .applied(Array(text.utf8))
    }

    private func table(_ events: [ReflectorEvent<[UInt8]>]) -> NamespaceTable {
        var table = NamespaceTable()
        for event in [.listing] + events { table.apply(event) }
        return table
    }

    @Test func isKnownOnceTheWatchIsCurrent() {
        #expect(table([namespace("shop", "1"), .listed])["shop"] == nil)
        #expect(table([namespace("shop", "1"), .listed, .current])["shop"]?.uid == "1")
        #expect(table([namespace("shop", "1"), .listed, .current])["db"] == nil)
    }

    @Test func isTheOneThatWasCreatedLast() {
        let events: [ReflectorEvent<[UInt8]>] = [namespace("shop", "1"), .listed, .current]
        #expect(table(events + [namespace("shop", "2")])["shop"]?.uid == "2")
        let gone = ReflectorEvent<[UInt8]>.deleted(Array(#"{"metadata":{"name":"shop","uid":"1"}}"#.utf8))
        #expect(table(events + [gone])["shop"] == nil)
        #expect(table(events + [.listing, .listed])["shop"] == nil)
        #expect(table(events + [namespace("db", "3")]).names == ["1": "shop", "3": "db"])
    }

    @Test(arguments: [
        ReflectorEvent<[UInt8]>.interrupted(reason: "connection lost"), .forbidden("namespaces"),
        .applied(Array(#"{"metadata":{"name":"shop"}}"#.utf8)),
    ]) func isNotKnownOnDoubt(event: ReflectorEvent<[UInt8]>) {
        #expect(table([namespace("shop", "1"), .listed, .current, event])["shop"] == nil)
    }

    @Test(arguments: [
        ("2026-11-21T05:41:13Z", true), ("2026-11-21T05:41:14Z", true), ("2026-11-21T05:41:15Z", false),
        ("never", false),
    ]) func aLateSightingMustBeOfTheSameNamespace(createdAt: String, belongs: Bool) throws {
        let dependency = try Facts.dependency("job/shop/migrate")
        let sighting = try #require(
            Sighting(
                of: CompletedJob(namespace: "shop", name: "migrate", uid: "job-1"), completedAt: Facts.completed,
                for: dependency, by: Facts.replicaSet(), label: { _ in nil }))
        let table = table([namespace("shop", "1", createdAt: createdAt), .listed, .current])
        #expect(sighting.belongs(to: table) == belongs)
        #expect(sighting.fact(table)?.homeUID == "1")
        #expect(sighting.fact(NamespaceTable()) == nil)
    }
}
