import Testing

@testable import JobMemory

@Suite("Reading and writing the record")
struct RecordKeeperTests {
    private func document(_ record: MemoryRecord, _ version: String) throws -> ConfigMapDocument {
        try ConfigMapDocument(ConfigMapDocument.patch(version: version, record: record.json).span)
    }

    private func garbage(_ version: String = "1") throws -> ConfigMapDocument {
        try ConfigMapDocument(ConfigMapDocument.patch(version: version, record: Array("?".utf8)).span)
    }

    private func keeper(bytes: Int = 100_000, queue: Int = 10) -> RecordKeeper {
        RecordKeeper(byteLimit: bytes, queueLimit: queue)
    }

    @Test func nothingIsWrittenBeforeTheRecordWasRead() {
        var keeper = keeper()
        #expect(keeper.add(Facts.fact()) == .queued)
        #expect(keeper.nextWrite == nil && keeper.hasWork)
    }

    @Test func aFactCountsOnceItIsAcknowledged() throws {
        var keeper = keeper()
        keeper.observeAbsence()
        #expect(keeper.add(Facts.fact()) == .queued)
        #expect(keeper.record.count == 0)
        let write = try #require(keeper.nextWrite)
        #expect(write.version == nil && write.record == Facts.record(Facts.fact()))
        #expect(keeper.record.count == 0)
        keeper.acknowledge(write, version: "8")
        #expect(keeper.record == Facts.record(Facts.fact()) && !keeper.hasWork && keeper.base == .version("8"))
        #expect(keeper.add(Facts.fact()) == .known)
    }

    @Test func aLateAnswerToAWriteDoesNotPutBackWhatTheWatchHasToldSince() throws {
        var keeper = keeper()
        keeper.observeAbsence()
        _ = keeper.add(Facts.fact())
        let write = try #require(keeper.nextWrite)

        var spoilt = keeper
        spoilt.observe(try document(write.record, "2"))
        spoilt.observe(try garbage("3"))
        let unreadable = spoilt.base
        spoilt.acknowledge(write, version: "2")
        #expect(spoilt.record.count == 0 && spoilt.base == unreadable)

        var deleted = keeper
        deleted.observe(try document(write.record, "2"))
        deleted.observeAbsence()
        deleted.acknowledge(write, version: "2")
        #expect(deleted.record == MemoryRecord() && deleted.base == .absent)

        var replaced = keeper
        let theirs = Facts.record(Facts.fact(by: Facts.statefulSet()))
        replaced.observe(try document(theirs, "3"))
        replaced.acknowledge(write, version: "2")
        #expect(replaced.record == theirs && replaced.base == .version("3"))

        keeper.observe(try document(write.record, "2"))
        keeper.acknowledge(write, version: "2")
        #expect(keeper.record == write.record && keeper.base == .version("2") && !keeper.hasWork)
    }

    @Test func whatTheWatchHasToldCountsMoreThanTheAnswerToARead() throws {
        let old = Facts.record(Facts.fact())
        let new = Facts.record(Facts.fact(), Facts.fact(by: Facts.statefulSet()))
        var keeper = keeper()
        keeper.observe(try document(old, "1"))
        keeper.noteConflict()

        var told = keeper
        told.observe(try document(new, "2"))
        told.observe(try document(old, "1"), isAnswer: true)
        #expect(told.record == new && told.base == .version("2"))
        told.observeAbsence(isAnswer: true)
        #expect(told.record == new && told.base == .version("2"))

        var deleted = keeper
        deleted.observeAbsence()
        deleted.observe(try document(new, "2"), isAnswer: true)
        #expect(deleted.record == MemoryRecord() && deleted.base == .absent)

        // Nobody has told anything.
        var asked = keeper
        asked.observe(try document(new, "2"), isAnswer: true)
        #expect(asked.record == new && asked.base == .version("2"))
        keeper.observeAbsence(isAnswer: true)
        #expect(keeper.record == MemoryRecord() && keeper.base == .absent)
    }

    @Test func aConflictIsMergedWithWhatTheOtherWrote() throws {
        var keeper = keeper()
        let theirs = Facts.fact(by: Facts.statefulSet())
        keeper.observe(try document(MemoryRecord(), "3"))
        _ = keeper.add(Facts.fact())
        #expect(keeper.nextWrite?.version == "3")
        keeper.noteConflict()
        #expect(keeper.nextWrite == nil, "it must be read first")
        keeper.observe(try document(Facts.record(theirs), "4"))
        #expect(keeper.nextWrite?.version == "4" && keeper.nextWrite?.record == Facts.record(theirs, Facts.fact()))
    }

    @Test func whatAnotherReplicaHasWrittenNeedNotBeWritten() throws {
        var keeper = keeper()
        keeper.observeAbsence()
        _ = keeper.add(Facts.fact())
        keeper.observe(try document(Facts.record(Facts.fact()), "4"))
        #expect(!keeper.hasWork)
    }

    @Test func aTextThatIsNotUnderstoodIsNeitherBelievedNorOverwritten() throws {
        var keeper = keeper()
        keeper.observe(try document(Facts.record(Facts.fact()), "3"))
        _ = keeper.add(Facts.fact(by: Facts.statefulSet()))
        keeper.observe(try garbage())
        #expect(keeper.record.count == 0 && keeper.nextWrite == nil && keeper.hasWork)
        keeper.noteConflict()
        guard case .unreadable = keeper.base else {
            Issue.record("it is still not understood")
            return
        }
        keeper.observeAbsence()
        #expect(keeper.nextWrite?.record == Facts.record(Facts.fact(by: Facts.statefulSet())))
    }

    @Test func aRecordThatWasDeletedIsForgotten() throws {
        var keeper = keeper()
        keeper.observe(try document(Facts.record(Facts.fact()), "3"))
        keeper.observeAbsence()
        #expect(keeper.record.count == 0 && keeper.nextWrite == nil)
    }

    @Test func factsOfControllersThatAreGoneAreDropped() throws {
        var keeper = keeper()
        keeper.observe(try document(Facts.record(Facts.fact(), Facts.fact(by: Facts.statefulSet())), "3"))
        keeper.remove([Facts.fact().key])
        let write = try #require(keeper.nextWrite)
        #expect(write.record == Facts.record(Facts.fact(by: Facts.statefulSet())))
        keeper.acknowledge(write, version: "4")
        #expect(keeper.record == write.record && !keeper.hasWork)
    }

    @Test func atTheBoundTheDeadGoFirstThenNothingNewIsTaken() throws {
        let (dead, live) = (Facts.fact(), Facts.fact(by: Facts.statefulSet()))
        var keeper = keeper(bytes: max(Facts.record(dead).byteCount, Facts.record(live).byteCount))
        keeper.observe(try document(Facts.record(dead), "3"))
        #expect(keeper.add(live) == .queued)
        let full = try #require(keeper.nextWrite)
        #expect(full.overflow == [live] && full.record == Facts.record(dead), "what is there stays")
        keeper.remove([dead.key])
        #expect(keeper.nextWrite?.record == Facts.record(live) && keeper.nextWrite?.overflow == [])
        keeper.abandon([live])
        #expect(keeper.nextWrite?.added == [])
    }

    @Test func theQueueIsBounded() {
        var keeper = keeper(queue: 2)
        let facts = (0..<3).map { Facts.fact(job: Facts.job("job-\($0)")) }
        #expect(facts.map { keeper.add($0) } == [.queued, .queued, .refused])
        #expect(keeper.add(facts[0]) == .known)
    }

    @Test func withoutAPlaceFactsCountAtOnceAndAreBounded() {
        let limit = Facts.record(Facts.fact()).byteCount
        var keeper = RecordKeeper(hasPlace: false, byteLimit: limit, queueLimit: 10)
        #expect(keeper.add(Facts.fact()) == .known)
        #expect(keeper.record.count == 1 && !keeper.hasWork && keeper.nextWrite == nil)
        #expect(keeper.add(Facts.fact(by: Facts.statefulSet())) == .refused)
        keeper.remove([Facts.fact().key])
        #expect(keeper.record.count == 0)
    }
}
