import Testing

@testable import CertificateAuthority

@Suite struct AuthorityKeeperTests {
    private let start = Documents.start
    private var keeper = AuthorityKeeper(Documents.schedule)
    private let first: AuthorityDocument

    init() throws { first = try Documents.first() }

    @Test func nothingIsWrittenBeforeItWasRead() {
        #expect(keeper.nextWrite(now: start) == nil)
        #expect(keeper.held == nil)
    }

    @Test mutating func whereThereIsNoneOneIsMade() throws {
        keeper.observeAbsence(now: start)
        #expect(keeper.nextWrite(now: start)?.resourceVersion == nil)
        #expect(keeper.nextWrite(now: start)?.change == .beginning)
        let write = try #require(keeper.nextWrite(now: start))
        keeper.acknowledge(write, first, resourceVersion: "1")
        #expect(keeper.nextWrite(now: start) == nil)
        #expect(keeper.held == first)
    }

    @Test mutating func anAnswerThatComesAfterNewsOfTheWatchIsOld() throws {
        keeper.observeAbsence(now: start)
        let write = try #require(keeper.nextWrite(now: start))
        // Stored, and emptied by somebody, before the answer has come.
        keeper.observe(try Documents.secret(first, version: "1"))
        let emptied = #"{"metadata":{"name":"s","resourceVersion":"2"}}"#
        keeper.observe(try SecretDocument(Array(emptied.utf8).span))
        keeper.acknowledge(write, first, resourceVersion: "1")
        #expect(keeper.nextWrite(now: start)?.resourceVersion == "2")
        #expect(keeper.nextWrite(now: start)?.change == .restoration(first))
    }

    @Test mutating func anAnswerThatComesAfterNewsOfADeletionIsOld() throws {
        keeper.observeAbsence(now: start)
        let write = try #require(keeper.nextWrite(now: start))
        keeper.observe(try Documents.secret(first, version: "1"))
        keeper.observeAbsence(now: start)
        keeper.acknowledge(write, first, resourceVersion: "1")
        #expect(keeper.nextWrite(now: start)?.change == .restoration(first))
    }

    @Test mutating func whatTheWatchHasToldCountsMoreThanTheAnswerToARead() throws {
        let second = try Documents.first(at: 10)
        keeper.observe(try Documents.secret(first, version: "1"))
        keeper.noteFailure()
        var told = keeper
        told.observe(try Documents.secret(second, version: "2"))
        told.observe(try Documents.secret(first, version: "1"), isAnswer: true)
        #expect(told.held == second && told.base == .version("2"))
        told.observeAbsence(now: start, isAnswer: true)
        #expect(told.base == .version("2"))

        var gone = keeper
        gone.observeAbsence(now: start)
        gone.observe(try Documents.secret(second, version: "1"), isAnswer: true)
        #expect(gone.held == first && gone.base == .absent)

        // Nobody has told anything.
        var asked = keeper
        asked.observe(try Documents.secret(second, version: "2"), isAnswer: true)
        #expect(asked.held == second && asked.base == .version("2"))
        keeper.observeAbsence(now: start, isAnswer: true)
        #expect(keeper.held == first && keeper.base == .absent)
    }

    @Test mutating func anEmptySecretIsFilled() throws {
        let empty = try SecretDocument(Array(#"{"metadata":{"name":"s","resourceVersion":"4"}}"#.utf8).span)
        keeper.observe(empty)
        #expect(keeper.nextWrite(now: start)?.resourceVersion == "4")
        #expect(keeper.nextWrite(now: start)?.change == .beginning)
    }

    @Test mutating func theSecretOfAnotherReplicaIsTaken() throws {
        keeper.observeAbsence(now: start)
        keeper.noteFailure()
        #expect(keeper.nextWrite(now: start) == nil)
        keeper.observe(try Documents.secret(first))
        #expect(keeper.held == first)
        #expect(keeper.nextWrite(now: start) == nil)
    }

    @Test mutating func aPromotionIsMadeFromTheVersionThatWasRead() throws {
        keeper.observe(try Documents.secret(first, version: "8"))
        let write = keeper.nextWrite(now: start + 1000)
        #expect(write?.resourceVersion == "8" && write?.change == .rotation(first, .promotion))
        // Somebody else was faster.
        keeper.noteFailure()
        #expect(keeper.nextWrite(now: start + 1000) == nil)
        let second = try Documents.schedule.document(first, after: .promotion, now: start + 1000)
        keeper.observe(try Documents.secret(second, version: "9"))
        #expect(keeper.nextWrite(now: start + 1000) == nil)
        #expect(keeper.nextWrite(now: start + 1101)?.change == .rotation(second, .retirement))
    }

    @Test mutating func aDeletedSecretIsWrittenAgain() throws {
        keeper.observe(try Documents.secret(first))
        keeper.observeAbsence(now: start)
        #expect(keeper.held == first)
        #expect(keeper.nextWrite(now: start)?.resourceVersion == nil)
        #expect(keeper.nextWrite(now: start)?.change == .restoration(first))
        // What is held may be due for something; that comes after.
        #expect(keeper.nextWrite(now: start + 1000)?.change == .restoration(first))
        #expect(keeper.nextWrite(now: start + 2500)?.change == .rotation(first, .renewal))
    }

    @Test mutating func anotherPairAfterADeletionIsTaken() throws {
        keeper.observe(try Documents.secret(first))
        keeper.observeAbsence(now: start)
        let other = try Documents.first()
        keeper.observe(try Documents.secret(other))
        #expect(keeper.held == other)
        #expect(keeper.nextWrite(now: start) == nil)
    }

    @Test mutating func whoHoldsNothingLetsOthersWriteFirst() throws {
        let json = #"{"metadata":{"name":"s","resourceVersion":"5"},"data":{"version":"Mg=="}}"#
        keeper.observe(try SecretDocument(Array(json.utf8).span))
        keeper.observeAbsence(now: start)
        for time in [0, 4] as [Int64] { #expect(keeper.nextWrite(now: start + time) == nil) }
        for time in [5, 3600, -3600] as [Int64] { #expect(keeper.nextWrite(now: start + time)?.change == .beginning) }
    }

    @Test mutating func whatIsNotUnderstoodIsNeitherBelievedNorWritten() throws {
        keeper.observe(try Documents.secret(first))
        let json = #"{"metadata":{"name":"s","resourceVersion":"5"},"data":{"version":"Mg=="}}"#
        keeper.observe(try SecretDocument(Array(json.utf8).span))
        #expect(keeper.held == first)
        for time in [0, 1000, 5000] as [Int64] { #expect(keeper.nextWrite(now: start + time) == nil) }
        keeper.noteFailure()
        #expect(keeper.nextWrite(now: start) == nil)
        // Deleted by its owner, it is made again.
        keeper.observeAbsence(now: start)
        #expect(keeper.nextWrite(now: start)?.change == .restoration(first))
    }
}
