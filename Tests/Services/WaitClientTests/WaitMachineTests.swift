import Dependencies
import Dialects
import StatusAPI
import Testing

@testable import WaitClient

private let postgres = "service/db/postgres"
private let migrate = "job/shop/migrate"
private let answered = WaitEvent.answered(status: 200, retryAfter: nil)
private let waiting = verdict(postgres, .waiting, "Service db/postgres: 0 of 1 endpoints ready")

@Suite struct WaitMachineTests {
    @Test func releasedAtOnce() throws {
        try play(
            [postgres],
            [
                Step(0, .started, .print("waiting for service/db/postgres (no time limit)"), .connect(after: .zero)),
                Step(0, answered),
                Step(
                    0, verdict(postgres, .ready, "Service db/postgres: 1 of 1 endpoints ready"),
                    .print("ready: Service db/postgres: 1 of 1 endpoints ready")),
                Step(0, .line(.outcome(.released)), .print("released after 0s: 1 of 1 ready"), .exit(.released)),
                Step(1, .line(.outcome(.failed(message: "x")))), Step(1, .signal(.terminate)),
            ])
    }

    @Test func oneLineAChangeAndProgressEvery30Seconds() throws {
        try play(
            [postgres, migrate, "service/db/cache"],
            [
                Step(0.1, answered),
                Step(0.2, waiting, .print("waiting: Service db/postgres: 0 of 1 endpoints ready")),
                Step(
                    0.2, verdict(migrate, .ready, "Job shop/migrate: complete"),
                    .print("ready: Job shop/migrate: complete")),
                Step(0.2, verdict("service/db/cache", .ready, ""), .print("ready: service/db/cache")),
                Step(5, waiting), Step(15, .line(.heartbeat)),
                Step(
                    30, .timer,
                    .print("2 of 3 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (30s)")),
                Step(
                    130.5, .timer,
                    .print("2 of 3 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (2m10s)")),
                Step(
                    131, verdict(postgres, .stalled, "Service db/postgres: crash loop"),
                    .report("STALLED: Service db/postgres: crash loop")),
                Step(
                    132, verdict(migrate, .failed, "Job shop/migrate failed"),
                    .report("FAILED: Job shop/migrate failed")),
                Step(
                    133, verdict(migrate, .unknown, "Job shop/migrate: not synced"),
                    .print("unknown: Job shop/migrate: not synced")),
            ])
    }

    @Test func timersComeInTheirOrder() throws {
        var machine = WaitMachine(
            question: try WaitQuestion(arguments: ["for", "\(postgres) timeout=45s", migrate, "--timeout=70s"]))
        var generator = Halves()
        func pass() -> [WaitAction] {
            machine.handle(.timer, at: machine.nextTimer, using: &generator)
        }
        _ = machine.handle(answered, at: .seconds(1), using: &generator)
        _ = machine.handle(verdict("\(postgres) timeout=45s", .ready, ""), at: .seconds(1), using: &generator)
        #expect(machine.nextTimer == .seconds(30))
        #expect(pass().count == 1)
        #expect(machine.nextTimer == .seconds(45))
        #expect(pass().isEmpty)
        #expect(machine.nextTimer == .seconds(60))
        _ = machine.handle(.line(.move(after: 2000)), at: .seconds(50), using: &generator)
        #expect(machine.nextTimer == .seconds(52))
        #expect(pass() == [.connect(after: .zero)])
        #expect(pass().count == 1)
        #expect(machine.nextTimer == .seconds(70))
        #expect(pass().count == 3)
    }

    // MARK: Time limits

    @Test func timesOut() throws {
        let text = "timed out after 10m: Service db/postgres: 0 of 1 endpoints ready"
        try play(
            [postgres, "--timeout=10m"],
            [
                Step(
                    0, .started, .print("waiting for service/db/postgres (at most 10m, then fail)"),
                    .connect(after: .zero)),
                Step(0, answered),
                Step(0, waiting, .print("waiting: Service db/postgres: 0 of 1 endpoints ready")),
                Step(600, .timer, .report(text), .announce(.timedOut), .exit(.timedOut(text))),
            ])
    }

    @Test func anItemsLimitEndsTheWaitToo() throws {
        let text = "timed out after 2m, the limit of service/db/postgres timeout=2m: no endpoints"
        try play(
            ["\(postgres) timeout=2m", migrate, "--timeout=10m"],
            [
                Step(0, answered),
                Step(0, verdict("\(postgres) timeout=2m", .waiting, "no endpoints"), .print("waiting: no endpoints")),
                Step(0, verdict(migrate, .ready, "complete"), .print("ready: complete")),
                Step(120, .timer, .report(text), .announce(.timedOut), .exit(.timedOut(text))),
            ])
    }

    @Test func aReadyItemHasKeptItsLimit() throws {
        try play(
            ["\(postgres) timeout=1m40s", migrate],
            [
                Step(0, answered),
                Step(0, verdict("\(postgres) timeout=1m40s", .ready, "there"), .print("ready: there")),
                Step(100, .timer, .print("1 of 2 ready; waiting for job/shop/migrate (1m40s)")),
                Step(101, verdict("\(postgres) timeout=1m40s", .waiting, "gone"), .print("waiting: gone")),
                Step(110, .timer),
            ])
    }

    @Test(arguments: [DependencyState.waiting, .stalled, .unknown])
    func proceeds(_ state: DependencyState) throws {
        let word = state == .stalled ? "STALLED" : state.rawValue
        let line = "\(word): not yet"
        try play(
            [postgres, "--timeout=60s", "--on-timeout=proceed"],
            [
                Step(0, answered),
                Step(0, verdict(postgres, state, "not yet"), state == .stalled ? .report(line) : .print(line)),
                Step(
                    60, .timer, .print("PROCEEDING after 1m without: not yet"),
                    .announce(.proceeded), .exit(.proceeded("proceeded after 1m without: not yet"))),
            ])
    }

    @Test func proceedsWithoutAServer() throws {
        let text = "after 5s without: the status server: refused; not known to be ready: service/db/postgres"
        try play(
            [postgres, "--timeout=5s", "--on-timeout=proceed"],
            [
                Step(
                    1, .disconnected("refused"),
                    .report("no connection to the status server: refused; trying again"),
                    .connect(after: .seconds(0.5))),
                Step(
                    5, .timer, .print("PROCEEDING \(text)"), .announce(.proceeded),
                    .exit(.proceeded("proceeded \(text)"))),
            ])
    }

    @Test func namesTheServerThatDoesNotAnswer() throws {
        let text = "timed out after 5s: the status server: no answer yet; not known to be ready: service/db/postgres"
        try play(
            [postgres, "--timeout=5s"], [Step(5, .timer, .report(text), .announce(.timedOut), .exit(.timedOut(text)))])
    }

    @Test func neverProceedsWhenADependencyHasFailed() throws {
        let text = "failed, and the time is over after 1m: Job shop/migrate failed"
        try play(
            [postgres, migrate, "--timeout=60s", "--on-timeout=proceed"],
            [
                Step(0, answered),
                Step(
                    0, verdict(migrate, .failed, "Job shop/migrate failed"),
                    .report("FAILED: Job shop/migrate failed")),
                Step(60, .timer, .report(text), .exit(.failed(text))),
            ])
    }

    @Test func withoutALimitAStalledLineAfter15Minutes() throws {
        try play(
            [postgres],
            [
                Step(0, answered),
                Step(0, waiting, .print("waiting: Service db/postgres: 0 of 1 endpoints ready")),
                Step(
                    900, .timer,
                    .report(
                        "STALLED: 0 of 1 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (15m); "
                            + "there is no time limit"),
                    .print("0 of 1 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (15m)")),
                Step(
                    930, .timer,
                    .print("0 of 1 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (15m30s)")),
            ])
    }

    // MARK: The connection

    @Test func backsOffAndSaysAReasonOnce() throws {
        try play(
            [postgres],
            [
                Step(
                    0, .disconnected("refused"),
                    .report("no connection to the status server: refused; trying again"),
                    .connect(after: .seconds(0.5))),
                Step(1, .disconnected("refused"), .connect(after: .seconds(1))),
                Step(2, .disconnected("refused"), .connect(after: .seconds(2))),
                Step(
                    3, .disconnected("no route"),
                    .report("no connection to the status server: no route; trying again"),
                    .connect(after: .seconds(4))),
                Step(4, .disconnected("no route"), .connect(after: .seconds(5))),
                Step(5, .disconnected("no route"), .connect(after: .seconds(5))),
                Step(
                    30, .timer, .print("0 of 1 ready; waiting for the status server: no route (30s)")),
                Step(31, answered, .print("connected to the status server again")),
                // An answer that did not last does not count as a good one.
                Step(
                    32, .disconnected("reset"),
                    .report("no connection to the status server: reset; trying again"), .connect(after: .seconds(5))),
                Step(40, answered, .print("connected to the status server again")),
                Step(
                    51, .disconnected("reset"),
                    .report("no connection to the status server: reset; trying again"),
                    .connect(after: .seconds(0.5))),
            ])
    }

    @Test func movesWhenAsked() throws {
        try play(
            [postgres],
            [
                Step(0, answered), Step(20, .line(.move(after: 3000))),
                Step(21, .disconnected("closed"), .connect(after: .seconds(2))),
                Step(23, answered), Step(24, .line(.move(after: 1000))),
                Step(25, .timer, .connect(after: .zero)),
                Step(25, answered), Step(26, .line(.move(after: 0))),
                Step(27, .disconnected("closed"), .connect(after: .zero)),
            ])
    }

    @Test func anEndWithoutAnOutcomeIsALoss() throws {
        try play(
            [postgres],
            [
                Step(0, answered), Step(0, verdict(postgres, .ready, "there"), .print("ready: there")),
                Step(
                    1, .disconnected("ended"), .report("no connection to the status server: ended; trying again"),
                    .connect(after: .seconds(0.5))),
            ])
    }

    @Test(
        arguments: [
            (503, nil, 0.5), (429, 7, 7.5), (500, -3, 0.5), (404, 3600, 60.5), (302, nil, 0.5),
        ] as [(Int, Int?, Double)])
    func otherAnswersAreALoss(_ status: Int, _ retryAfter: Int?, _ delay: Double) throws {
        try play(
            [postgres],
            [
                Step(
                    0, .answered(status: status, retryAfter: retryAfter),
                    .report("no connection to the status server: it answers with status \(status); trying again"),
                    .connect(after: .seconds(delay))),
                Step(0, .line(.outcome(.released))), Step(0, .line(.outcome(.refused(message: "x")))),
            ])
    }

    // MARK: What may and may not end the wait

    @Test func onlyAnAnswerOfStatus200Releases() throws {
        try play(
            [postgres],
            [
                Step(0, .line(.outcome(.released))), Step(0, .answered(status: 403, retryAfter: nil)),
                Step(0, .line(.outcome(.released))), Step(0, .line(.outcome(.failed(message: "x")))),
                Step(0, verdict(postgres, .ready, "there")),
                Step(
                    1, .disconnected("ended"),
                    .report("no connection to the status server: it answers with status 403; trying again"),
                    .connect(after: .seconds(0.5))),
            ])
    }

    @Test(arguments: [WaitLine.heartbeat, .ready(true), .ready(false), .unrecognised, .move(after: 0)])
    func otherLinesDoNotRelease(_ line: WaitLine) throws {
        try play([postgres], [Step(0, answered), Step(0, .line(line))])
    }

    @Test func failsForGood() throws {
        let text = "failed after 3s: Job shop/migrate failed"
        try play(
            [migrate],
            [
                Step(0, answered),
                Step(
                    3, .line(.outcome(.failed(message: "Job shop/migrate failed"))), .report(text),
                    .exit(.failed(text))),
            ])
    }

    @Test(arguments: [200, 403]) func refused(_ status: Int) throws {
        let text = "refused: the pod has another UID"
        try play(
            [migrate],
            [
                Step(0, .answered(status: status, retryAfter: nil)),
                Step(
                    0, .line(.outcome(.refused(message: "the pod has another UID"))), .report(text),
                    .exit(.refused(text))),
            ])
    }

    @Test(arguments: [(WaitSignal.terminate, 143), (.interrupt, 130)] as [(WaitSignal, Int32)])
    func endsAtASignal(_ signal: WaitSignal, _ code: Int32) throws {
        let text = "ended by \(signal.rawValue): 0 of 1 ready; waiting for service/db/postgres (12s)"
        try play(
            [postgres], [Step(0, answered), Step(12, .signal(signal), .report(text), .exit(.signal(signal, text)))])
        #expect(WaitExit.signal(signal, "").code(in: .native) == code)
    }

    @Test func unknownPod() throws {
        try play(
            [postgres],
            [
                Step(0, answered),
                Step(0, .line(.unknown(message: "pod not seen yet")), .print("unknown: pod not seen yet")),
                Step(1, .line(.unknown(message: "pod not seen yet"))),
                Step(30, .timer, .print("0 of 1 ready; waiting for the status server: pod not seen yet (30s)")),
                Step(31, waiting, .print("waiting: Service db/postgres: 0 of 1 endpoints ready")),
                Step(
                    60, .timer,
                    .print("0 of 1 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (1m)")),
            ])
    }

    @Test func remembersTheJobsItHasSeenComplete() throws {
        var machine = WaitMachine(question: try WaitQuestion(arguments: ["for", migrate]))
        var generator = Halves()
        _ = machine.handle(answered, at: .zero, using: &generator)
        for jobs in [["shop/a/1"], ["shop/a/1", "shop/b/2"], []] {
            _ = machine.handle(verdict(migrate, .ready, "x", jobs: jobs), at: .zero, using: &generator)
        }
        _ = machine.handle(.disconnected("x"), at: .zero, using: &generator)
        #expect(machine.completedJobs == ["shop/a/1", "shop/b/2"])
        let many = (0..<200).map { "shop/c/\($0)" }
        _ = machine.handle(answered, at: .zero, using: &generator)
        _ = machine.handle(verdict(migrate, .ready, "x", jobs: many), at: .zero, using: &generator)
        #expect(machine.completedJobs.count == WaitRequest.mostCompletedJobs)
    }

    @Test func aServerThatNamesEverNewDependenciesFillsNothing() throws {
        var machine = WaitMachine(question: try WaitQuestion(arguments: ["for", migrate]))
        var generator = Halves()
        _ = machine.handle(answered, at: .zero, using: &generator)
        var printed = 0
        for number in 0..<1000 {
            printed += machine.handle(verdict("x\(number)", .waiting, "m"), at: .zero, using: &generator).count
        }
        #expect(printed == 2 * WaitQuestion.maximumDependencies - 1)
    }

    @Test func whatTheServerSaysStaysOneLine() throws {
        try play(
            [postgres],
            [
                Step(0, answered),
                Step(0, verdict(postgres, .waiting, "a\nb\u{1B}[31m"), .print("waiting: a?b?[31m")),
            ])
    }

    @Test func theSameTwiceCountsOnce() throws {
        try play(
            [postgres, postgres],
            [
                Step(0, answered), Step(0, verdict(postgres, .ready, "there"), .print("ready: there")),
                Step(1, .line(.outcome(.released)), .print("released after 1s: 1 of 1 ready"), .exit(.released)),
            ])
    }

    @Test func blockersBeyondThreeAreCounted() throws {
        let names = (1...5).map { "service/a/s\($0)" }
        try play(
            names,
            [
                Step(0, answered),
                Step(
                    30, .timer,
                    .print("0 of 5 ready; waiting for service/a/s1; service/a/s2; service/a/s3; and 2 more (30s)")),
            ])
    }

    /// A question that names what the server would refuse could never be asked again.
    @Test func aMarkThatIsTooLongIsNotRepeated() throws {
        var machine = WaitMachine(question: try WaitQuestion(arguments: ["for", migrate]))
        var generator = Halves()
        let longest = String(repeating: "j", count: WaitRequest.longestCompletedJob)
        _ = machine.handle(answered, at: .zero, using: &generator)
        _ = machine.handle(
            verdict(migrate, .ready, "", jobs: [longest + "j", "", longest]), at: .zero, using: &generator)
        #expect(machine.completedJobs == [longest])
    }

    @Test func asksAgainSoonAndNeverAtOnce() throws {
        var machine = WaitMachine(question: try WaitQuestion(arguments: ["for", "service/a/b"]))
        var generator = SystemRandomNumberGenerator()
        for attempt in 0..<40 {
            let actions = machine.handle(.disconnected("it is away"), at: .zero, using: &generator)
            let delay = try #require(
                actions.compactMap { if case .connect(let delay) = $0 { delay } else { nil } }.first)
            #expect(delay >= .milliseconds(50) && delay <= .seconds(min(10, 1 << min(attempt, 5))))
        }
    }
}
