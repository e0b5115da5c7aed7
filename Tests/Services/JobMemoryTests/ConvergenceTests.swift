import CoreTestKit
import Testing

@testable import JobMemory

/// Replicas that read and write one ConfigMap in every order, some answers lost on the way.
@Suite("Several writers of one record")
struct ConvergenceTests {
    /// A ConfigMap as the API server keeps it.
    private struct Stored {
        var record: MemoryRecord?
        var version = 0

        /// Stores a write if it is made from the present version.
        mutating func take(_ write: RecordKeeper.Write) -> Bool {
            guard write.version == record.map({ _ in String(version) }) else { return false }
            record = write.record
            version += 1
            return true
        }

        func document() throws -> ConfigMapDocument? {
            guard let record else { return nil }
            return try ConfigMapDocument(
                ConfigMapDocument.patch(version: String(version), record: record.json).span)
        }
    }

    private static func observe(_ stored: Stored, _ keeper: inout RecordKeeper) throws {
        if let document = try stored.document() { keeper.observe(document) } else { keeper.observeAbsence() }
    }

    @Test(arguments: 0..<20) func loseNothingAndBelieveOnlyWhatIsStored(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var stored = Stored()
        var keepers = (0..<3).map { _ in RecordKeeper(byteLimit: 1 << 20, queueLimit: 100) }
        var told: Set<CompletionFact.Key> = []
        var dropped: Set<CompletionFact.Key> = []
        var everStored: Set<CompletionFact> = []
        var believesTooMuch = false
        for step in 0..<120 {
            let index = Int.random(in: 0..<keepers.count, using: &generator)
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...3:
                let number = Int.random(in: 0..<30, using: &generator)
                let fact = Facts.fact(by: Facts.replicaSet(uid: "rs-\(number)"), jobUID: "job-\(number)")
                guard !dropped.contains(fact.key) else { continue }
                _ = keepers[index].add(fact)
                told.insert(fact.key)
            case 4...5:
                try Self.observe(stored, &keepers[index])
            case 6 where step > 60:
                let known = keepers[index].record.all.map(\.key)
                guard let key = known.min(by: { $0.controller.uid < $1.controller.uid }) else { continue }
                keepers[index].remove([key])
                dropped.insert(key)
            default:
                guard let write = keepers[index].nextWrite else { continue }
                guard stored.take(write) else {
                    keepers[index].noteConflict()
                    continue
                }
                everStored.formUnion(write.added)
                // Now and then the answer is lost: nothing is known but that it must be read.
                if Bool.random(using: &generator) {
                    keepers[index].acknowledge(write, version: String(stored.version))
                } else {
                    keepers[index].noteConflict()
                }
            }
            believesTooMuch = believesTooMuch || keepers.contains { !$0.record.all.allSatisfy(everStored.contains) }
        }
        #expect(!believesTooMuch)
        for _ in 0..<3 {
            for index in keepers.indices {
                try Self.observe(stored, &keepers[index])
                guard let write = keepers[index].nextWrite else { continue }
                let isStored = stored.take(write)
                #expect(isStored)
                keepers[index].acknowledge(write, version: String(stored.version))
            }
        }
        for index in keepers.indices { try Self.observe(stored, &keepers[index]) }
        let left = Set((stored.record ?? MemoryRecord()).all.map(\.key))
        #expect(told.subtracting(dropped).isSubset(of: left))
        #expect(keepers.allSatisfy { $0.record == stored.record ?? MemoryRecord() && !$0.hasWork })
    }
}
