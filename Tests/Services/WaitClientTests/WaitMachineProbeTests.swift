import Dependencies
import StatusAPI
import Testing

@testable import WaitClient

/// Waits in which the status server judges one part and this program's probes another.
@Suite struct WaitMachineProbeTests {
    private static let postgres = "service/db/postgres"
    private static let port = Dependency(kind: .tcp, namespace: "", target: .address(host: "db", port: 5432))
    private static let name = Dependency(kind: .dns, namespace: "", target: .host("db"))
    private static let answered = WaitEvent.answered(status: 200, retryAfter: nil)
    private static let ready = WaitEvent.line(.ready(true))
    private static let notReady = WaitEvent.line(.ready(false))
    private static let there = verdict(postgres, .ready, "there")
    private static let printed = Expected.print("ready: there")
    private static let released = "released after 0s: 2 of 2 ready"

    private static func question(
        _ dependencies: [Dependency], timeout: TimeLimit = .none, onTimeout: TimeoutPolicy = .fail
    ) throws -> WaitQuestion {
        WaitQuestion(dependencies: dependencies, timeout: timeout, onTimeout: onTimeout, onFailure: .wait)
    }

    /// A Service and a port.
    private static func both(timeout: TimeLimit = .none, onTimeout: TimeoutPolicy = .fail) throws -> WaitQuestion {
        try question([try Dependency(canonical: postgres), port], timeout: timeout, onTimeout: onTimeout)
    }

    private static func probed(_ round: Int, _ isReady: Bool, _ dependency: Dependency = port) -> WaitEvent {
        let state = isReady ? DependencyState.ready : .waiting
        let message = isReady ? "\(dependency.kind) there" : "\(dependency.kind) not there"
        return .probed(
            round: round,
            DependencyStatus(dependency: dependency.description, state: state, reason: "R", message: message))
    }

    private static let started = Step(
        0, .started, .print("waiting for service/db/postgres; tcp/db:5432 (no time limit)"), .connect(after: .zero),
        .probe(round: 1))

    @Test func aRoundAfterTheReadyLineReleases() throws {
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.probed(1, true), .print("ready: tcp there")),
                Step(0, verdict(Self.postgres, .ready, "there"), .print("ready: there")),
                Step(0, Self.ready, .probe(round: 2)),
                Step(
                    0, Self.probed(2, true), .print(Self.released), .announce(.released), .exit(.released)),
                Step(1, Self.probed(2, true)),
            ])
    }

    /// The round that runs while the line comes had begun before it.
    @Test func aRoundBegunBeforeTheReadyLineDoesNot() throws {
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.there, Self.printed), Step(0, Self.ready),
                Step(0, Self.probed(1, true), .print("ready: tcp there"), .probe(round: 2)),
                Step(0, Self.probed(2, true), .print(Self.released), .announce(.released), .exit(.released)),
            ])
    }

    @Test(
        arguments: [
            ("not ready", notReady, []), ("lost", .disconnected("reset"), [.connect(after: .seconds(0.5))]),
            ("unknown", .line(.unknown(message: "m")), [.print("unknown: m")]),
            ("a verdict", verdict(postgres, .waiting, "gone"), [.print("waiting: gone")]),
        ] as [(String, WaitEvent, [Expected])])
    func aReadyLineThatNoLongerHoldsReleasesNobody(
        _ name: String, _ event: WaitEvent, _ actions: [Expected]
    ) throws {
        var machine = WaitMachine(question: try Self.both())
        var generator = Halves()
        var done: [Expected] = []
        func handle(_ events: WaitEvent...) {
            for event in events {
                done += machine.handle(event, at: .seconds(1), using: &generator).map(Expected.init)
            }
        }
        handle(.started, Self.answered, Self.there, Self.probed(1, true), Self.ready)
        #expect(done.last == .probe(round: 2))
        done = []
        handle(event)
        #expect(done.filter { if case .report = $0 { false } else { true } } == actions)
        done = []
        handle(Self.probed(2, true))
        #expect(done.isEmpty)
        // Ready once more: a new round decides.
        handle(Self.answered, Self.there, Self.ready)
        #expect(done.last == .probe(round: 3))
        handle(Self.probed(3, true))
        #expect(done.suffix(2) == [.announce(.released), .exit(.released)])
    }

    /// Ready, not ready and ready again while one round runs: that round says nothing about the last of the three.
    @Test func aLineThatTurnsTwiceWithinARound() throws {
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.there, Self.printed),
                Step(0, Self.probed(1, true), .print("ready: tcp there")),
                Step(0, Self.ready, .probe(round: 2)), Step(0, Self.notReady), Step(0, Self.ready),
                Step(0, Self.probed(2, true), .probe(round: 3)),
                Step(0, Self.probed(3, true), .print(Self.released), .announce(.released), .exit(.released)),
            ])
    }

    @Test func aProbeThatFlaps() throws {
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.there, Self.printed),
                Step(0, Self.probed(1, true), .print("ready: tcp there")),
                Step(1, Self.ready, .probe(round: 2)),
                Step(1, Self.probed(2, false), .print("waiting: tcp not there")),
                // The back-off's upper half of a second, by half.
                Step(1.5, .timer), Step(1.75, .timer, .probe(round: 3)),
                Step(1.75, Self.probed(3, false)), Step(3.25, .timer, .probe(round: 4)),
                // An answer of an earlier round changes nothing.
                Step(3.25, Self.probed(3, true), .print("ready: tcp there")),
                Step(3.25, Self.probed(4, false), .print("waiting: tcp not there")),
                Step(6.25, .timer, .probe(round: 5)),
                Step(
                    7, Self.probed(5, true), .print("ready: tcp there"), .print("released after 7s: 2 of 2 ready"),
                    .announce(.released), .exit(.released)),
            ])
    }

    @Test func everyProbeOfARoundMustSucceed() throws {
        let question = try Self.question([Self.port, Self.name])
        play(
            question,
            [
                Step(
                    0, .started, .print("waiting for tcp/db:5432; dns/db (no time limit)"), .connect(after: .zero),
                    .probe(round: 1)),
                Step(0, Self.answered), Step(0, Self.ready),
                Step(0, Self.probed(1, true), .print("ready: tcp there")),
                Step(0, Self.probed(1, true, Self.name), .print("ready: dns there"), .probe(round: 2)),
                Step(1, Self.probed(2, false), .print("waiting: tcp not there")),
                Step(1, Self.probed(2, true, Self.name)),
                Step(2, .timer, .probe(round: 3)),
                // The same probe twice is not two probes.
                Step(2, Self.probed(3, true), .print("ready: tcp there")), Step(2, Self.probed(3, true)),
                Step(
                    2, Self.probed(3, true, Self.name), .print("released after 2s: 2 of 2 ready"),
                    .announce(.released), .exit(.released)),
            ])
    }

    /// The server says nothing against it, but nothing for it either.
    @Test func probesAloneReleaseNobody() throws {
        play(
            try Self.question([Self.port]),
            [
                Step(
                    0, .started, .print("waiting for tcp/db:5432 (no time limit)"), .connect(after: .zero),
                    .probe(round: 1)),
                Step(0, Self.probed(1, true), .print("ready: tcp there")),
                Step(9, .timer), Step(10, .timer, .probe(round: 2)), Step(10, Self.probed(2, true)),
                Step(
                    11, .answered(status: 500, retryAfter: nil),
                    .report("no connection to the status server: it answers with status 500; trying again"),
                    .connect(after: .seconds(0.5))),
                Step(11, Self.ready),
                Step(20, .timer, .probe(round: 3)), Step(20, Self.probed(3, true)),
            ])
    }

    /// A server that releases what it cannot know is not to be believed.
    @Test func theServersReleaseIsNoneWhereThereAreProbes() throws {
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.probed(1, true), .print("ready: tcp there")),
                Step(
                    0, .line(.outcome(.released)),
                    .report(
                        "no connection to the status server: it released a pod whose probes it cannot know of; trying again"
                    ), .connect(after: .seconds(0.5))),
            ])
    }

    /// The word is about the question that the server knows: another one than this.
    @Test func aReadyLineOfAnotherQuestionEndsTheWait() throws {
        let text =
            "refused: it answers another question: it says nothing of service/db/postgres. It reads the pod's manifest: "
            + "write what the container waits for in its args and env, not in a ConfigMap or Secret of envFrom"
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.notReady),
                Step(0, Self.ready, .report(text), .exit(.refused(text))),
            ])
    }

    /// Nor can it say that a probe is ready, or is not.
    @Test func theServersVerdictsOfProbesAreNone() throws {
        play(
            try Self.both(),
            [
                Self.started, Step(0, Self.answered), Step(0, Self.there, Self.printed), Step(0, Self.ready),
                Step(0, verdict(Self.port.description, .ready, "there")),
                Step(0, verdict(Self.port.description, .unknown, "not mine")),
                Step(0, Self.probed(1, true), .print("ready: tcp there"), .probe(round: 2)),
                Step(0, Self.probed(2, true), .print(Self.released), .announce(.released), .exit(.released)),
            ])
    }

    @Test func timesOutAndTellsTheServer() throws {
        let text = "timed out after 5s: tcp not there"
        play(
            try Self.both(timeout: .seconds(5)),
            [
                Step(
                    0, .started, .print("waiting for service/db/postgres; tcp/db:5432 (at most 5s, then fail)"),
                    .connect(after: .zero), .probe(round: 1)),
                Step(0, Self.answered), Step(0, verdict(Self.postgres, .ready, "there"), .print("ready: there")),
                Step(0, Self.ready), Step(3, Self.probed(1, false), .print("waiting: tcp not there")),
                Step(4, .timer, .probe(round: 2)),
                Step(5, .timer, .report(text), .announce(.timedOut), .exit(.timedOut(text))),
                Step(5, Self.probed(2, true)),
            ])
    }

    /// Everything has been ready at some time, but not after the server's word: the time is over nevertheless.
    @Test func proceedsAndTellsTheServer() throws {
        let text = "after 5s without: the status server's word"
        play(
            try Self.both(timeout: .seconds(5), onTimeout: .proceed),
            [
                Step(
                    0, .started, .print("waiting for service/db/postgres; tcp/db:5432 (at most 5s, then proceed)"),
                    .connect(after: .zero), .probe(round: 1)),
                Step(0, Self.answered), Step(0, verdict(Self.postgres, .ready, "there"), .print("ready: there")),
                Step(1, Self.probed(1, true), .print("ready: tcp there")),
                Step(
                    5, .timer, .print("PROCEEDING \(text)"), .announce(.proceeded),
                    .exit(.proceeded("proceeded \(text)"))),
            ])
    }

    @Test func aProbesOwnLimit() throws {
        var port = Self.port
        port.options.timeout = .seconds(4)
        let text = "timed out after 4s, the limit of tcp/db:5432 timeout=4s: tcp not there"
        play(
            try Self.question([port]),
            [
                Step(
                    0, .started, .print("waiting for tcp/db:5432 timeout=4s (no time limit)"), .connect(after: .zero),
                    .probe(round: 1)),
                Step(0, Self.answered), Step(0, Self.ready),
                Step(3.5, Self.probed(1, false, port), .print("waiting: tcp not there")),
                Step(4, .timer, .report(text), .announce(.timedOut), .exit(.timedOut(text))),
            ])
    }
}
