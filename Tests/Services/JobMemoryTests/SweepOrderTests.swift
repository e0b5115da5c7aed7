import Readiness
import Testing

@testable import JobMemory

@Suite("Dropping the facts of controllers that are gone")
struct SweepOrderTests {
    @Test func everyControllerHasItsTurnTheOldestFirst() {
        var record = MemoryRecord()
        for number in 0..<5 {
            record.insert(
                Facts.fact(
                    by: Facts.replicaSet(uid: "rs-\(number)"), at: Facts.completed.adding(seconds: 100 - number)))
        }
        var order = SweepOrder()
        #expect(order.next(of: record, limit: 2).map(\.uid) == ["rs-4", "rs-3"])
        #expect(order.next(of: record, limit: 2).map(\.uid) == ["rs-2", "rs-1"])
        #expect(order.next(of: record, limit: 2).map(\.uid) == ["rs-0", "rs-4"])
        #expect(order.next(of: MemoryRecord(), limit: 2).isEmpty)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let facts: [CompletionFact]
        let gone: [PodController]
        var hasOwner = true
        let dropped: [CompletionFact]
    }

    static let old = Facts.fact()
    static let shared = Facts.fact(isShared: true)
    static let newer = Facts.fact(
        by: Facts.replicaSet("6d4cf56db6", uid: "rs-2"), at: Facts.completed.adding(seconds: 60), isShared: true)

    static let rows: [Row] = [
        Row(testDescription: "a controller that lives", facts: [old], gone: [], dropped: []),
        Row(testDescription: "one that is gone", facts: [old], gone: [old.controller], dropped: [old]),
        Row(
            testDescription: "only its own", facts: [old, newer], gone: [old.controller], dropped: [old]),
        Row(
            testDescription: "what the owner's later revisions may need stays", facts: [shared],
            gone: [shared.controller],
            dropped: []),
        Row(
            testDescription: "as long as the owner is there", facts: [shared], gone: [shared.controller],
            hasOwner: false,
            dropped: [shared]),
        Row(
            testDescription: "and nothing newer says the same", facts: [shared, newer],
            gone: [shared.controller, newer.controller], dropped: [shared]),
    ]

    @Test(arguments: rows) func drops(row: Row) {
        var record = MemoryRecord()
        for fact in row.facts { record.insert(fact) }
        let keys = record.keysToDrop(gone: Set(row.gone.map(\.identity))) { _ in row.hasOwner }
        #expect(Set(keys) == Set(row.dropped.map(\.key)))
    }
}
