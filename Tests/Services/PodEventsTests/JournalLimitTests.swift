import Readiness
import StatusAPI
import Testing

@testable import PodEvents

/// What bounds Events: rates, the queue, and the memory of past waits.
@Suite struct JournalLimitTests {
    typealias Act = JournalScript.Act

    private static func flapping(_ name: String, times: Int) -> [Act] {
        (0..<times).flatMap { round -> [Act] in
            [.verdict(name, 0, .waiting, round % 2 == 0 ? "NoEndpoints" : "NotFound"), .wait(1)]
        }
    }

    @Test func aFlappingDependencyIsToldTenTimesAndThenOnceAMinute() {
        var script = JournalScript()
        script.run([.begin("a"), .verdict("a", 0, .waiting, "NotFound"), .wait(10)] + Self.flapping("a", times: 600))
        let seconds = script.lines.compactMap { Int($0.prefix { $0 != " " }) }
        #expect(seconds.filter { $0 < 30 }.count == 10)
        #expect(seconds.count == 10 + 10)
        // Every change away from what was told counts, written or not.
        let last = script.lines.last?.firstMatch(of: #/ x(\d+):/#).flatMap { Int($0.1) } ?? 0
        #expect(last == 306, "\(script.lines)")
        #expect(script.journal.pendingCount <= 1)
    }

    @Test func aContainerThatEndsAgainAndAgainIsHeldBackToo() {
        var script = JournalScript { $0.sameEnding = 0 }
        script.run((0..<100).flatMap { _ -> [Act] in [.begin("a"), .end("a", .released), .wait(1)] })
        #expect(script.lines.count == 11)
        #expect(script.journal.pendingCount == 1 && script.journal.podCount == 1)
    }

    @Test func manyPodsAtOnceAreWrittenAtTheRateOfAll() {
        var script = JournalScript { settings in
            settings.burst = 5
            settings.interval = .seconds(2)
        }
        script.run((0..<20).flatMap { [Act.begin("p\($0)"), .end("p\($0)", .released)] })
        #expect(script.lines.count == 5)
        script.run([.wait(10)])
        #expect(script.lines.count == 10)
        script.run([.wait(100)])
        #expect(script.lines.count == 20)
        #expect(script.journal.takeDropped().isEmpty)
    }

    @Test func aFullQueueDropsTheOldest() {
        var script = JournalScript { settings in
            settings.burst = 1
            settings.interval = .seconds(1)
            settings.queueLimit = 3
        }
        script.run((0..<10).flatMap { [Act.begin("p\($0)"), .end("p\($0)", .released)] })
        script.run([.wait(60)])
        #expect(script.lines.map { $0.split(separator: " ")[1] } == ["p7", "p8", "p9"])
        #expect(script.journal.takeDropped() == [.queueFull: 7])
        #expect(script.journal.takeDropped() == [:])
    }

    @Test func aWaitWhoseEventWasDroppedIsToldLater() {
        var script = JournalScript { settings in
            settings.burst = 1
            settings.interval = .seconds(100)
            settings.queueLimit = 1
        }
        script.run([.begin("x"), .end("x", .released)])
        script.run([
            .begin("a"), .verdict("a", 0, .waiting, "N"), .wait(10), .begin("y"), .end("y", .released), .wait(2_000),
        ])
        #expect(script.journal.takeDropped() == [.queueFull: 1])
        #expect(script.lines.map { $0.split(separator: " ")[1] } == ["x", "y", "a"])
    }

    @Test func noMorePodsAreKeptInMindThanAllowedAndTheOldestPastOneGoesFirst() {
        var script = JournalScript { $0.podLimit = 3 }
        script.run([.begin("a"), .begin("b"), .end("b", .released), .begin("c"), .end("c", .gone), .wait(1)])
        script.run([.begin("d"), .begin("e")])
        #expect(script.journal.podCount == 3)
        script.run([.begin("f"), .end("f", .released), .end("g", .released)])
        #expect(script.journal.podCount == 3)
        #expect(script.journal.takeDropped() == [.tooManyPods: 3])
        #expect(script.lines.count == 1)
    }

    @Test func pastWaitsAreForgottenOnceTheirRateIsFullAgain() {
        var script = JournalScript()
        script.run([.begin("a"), .end("a", .released), .wait(119)])
        #expect(script.journal.podCount == 1)
        script.run([.wait(2)])
        #expect(script.journal.podCount == 0 && script.journal.next == nil)
    }

    @Test func withTheAPIServerAwayTheNewestStateIsWrittenOnceItIsBack() {
        var script = JournalScript(judged: 2)
        script.run([
            .answer(.retry(isAnswer: false)), .begin("a"), .verdict("a", 0, .waiting, "N"),
            .verdict("a", 1, .waiting, "N"), .wait(20), .verdict("a", 0, .ready, "R"), .wait(300),
        ])
        #expect(script.lines.count > 5 && script.journal.pendingCount == 1)
        script.run([.answer(.written(count: 1)), .wait(60)])
        #expect(script.lines.last?.contains("1 of 2 ready; waiting for Service db/d1: N") == true)
        #expect(script.journal.pendingCount == 0)
    }

    @Test func aReleaseOvertakesWhatCouldNotBeWrittenBefore() {
        var script = JournalScript()
        script.run([
            .answer(.retry(isAnswer: false)), .begin("a"), .verdict("a", 0, .waiting, "N"), .wait(15),
            .verdict("a", 0, .ready, "R"), .end("a", .released), .answer(.written(count: 1)), .wait(100),
        ])
        #expect(script.lines.filter { !$0.contains("WaitingForDependency") }.count == 2)
        #expect(script.lines.last?.contains("DependenciesReady") == true)
    }

    @Test func anEventThatIsAnsweredWithErrorsIsGivenUp() {
        var script = JournalScript()
        script.run([.answer(.retry(isAnswer: true)), .begin("a"), .end("a", .released), .wait(3_000)])
        #expect(script.lines.count == 8)
        #expect(script.journal.takeDropped() == [.tries: 1])
        #expect(script.journal.pendingCount == 0 && script.journal.podCount == 0)
    }

    @Test func whereEventsAreForbiddenTheyAreTriedEverMoreRarely() {
        var script = JournalScript { $0.podInterval = .zero }
        script.run([.answer(.forbidden), .begin("a"), .verdict("a", 0, .waiting, "NotFound"), .wait(10)])
        script.run(Self.flapping("a", times: 1_000))
        let seconds = script.lines.compactMap { Int($0.prefix { $0 != " " }) }
        #expect(seconds == [10, 40, 100, 220, 460, 940])
        script.run([.answer(.written(count: 1))] + Self.flapping("a", times: 600))
        #expect(script.lines.count > 50)
        #expect(script.journal.takeDropped().keys.map(\.self) == [.forbidden])
    }

    @Test func manyThatAreDueAtOnceAreLookedAtInParts() {
        var script = JournalScript()
        script.run(
            (0..<2_000).map { Act.begin("p\($0)") } + (0..<2_000).map { Act.verdict("p\($0)", 0, .waiting, "N") })
        let now = Duration.seconds(10)
        var steps = 0
        while case .wait(until: now) = script.journal.step(at: now, Timestamp(seconds: 10)) { steps += 1 }
        #expect(steps == 2_000 / 256)
        #expect(script.journal.pendingCount > 1_900)
    }

    @Test func whateverHappensItStaysWithinItsBounds() {
        var generator = SystemRandomNumberGenerator()
        var script = JournalScript { settings in
            settings.podLimit = 20
            settings.queueLimit = 10
        }
        let ends: [WaitConclusion] = [.released, .failed("f"), .proceeded, .timedOut, .left, .gone]
        let outcomes: [EventOutcome?] = [nil, .retry(isAnswer: true), .retry(isAnswer: false), .refused, .forbidden]
        for _ in 0..<5_000 {
            let name = "p\(Int.random(in: 0..<40, using: &generator))"
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: script.run([.begin(name)])
            case 1: script.run([.verdict(name, Int.random(in: -1...2), Bool.random() ? .ready : .waiting, "N")])
            case 2: script.run([.end(name, ends.randomElement() ?? .left)])
            case 3: script.run([.answer(outcomes.randomElement() ?? nil)])
            default: script.run([.wait(Int.random(in: 0...30))])
            }
            #expect(script.journal.podCount <= 20 && 0...10 ~= script.journal.pendingCount)
        }
    }

    /// There is one for each waiting pod.
    @Test func aPodCostsLittle() {
        #expect(MemoryLayout<JournalEntry?>.stride <= 112)
        #expect(MemoryLayout<(CompactTime, JournalTable.Slot)>.stride <= 16)
    }

    @Test(arguments: [0, 1, 2, 64]) func everyDependencyHasItsPlace(count: Int) {
        var states = DependencyStates(unknown: count)
        func verdict(_ name: String) -> TestVerdict {
            TestVerdict(DependencyStatus(dependency: name, state: .waiting, reason: "", message: ""))
        }
        for index in -1...count { states.set(verdict("\(index)"), at: index) }
        #expect(states.all.map { $0?.dependency } == (0..<count).map { "\($0)" })
        #expect(states[-1] == nil)
        #expect(states[count] == nil)
    }
}
