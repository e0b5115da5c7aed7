import Readiness
import Testing

@testable import Leadership

/// One candidate's decisions, event by event, with the clock in hand.
@Suite("The election machine")
struct ElectionMachineTests {
    private static let date = Timestamp(seconds: 1_795_000_000, nanoseconds: 123_456_789)

    private static func machine(_ identity: String = "a") -> ElectionMachine {
        ElectionMachine(settings: ElectionSettings(identity: identity), seed: 7)
    }

    private static func document(
        _ holder: String, renewed: String = "2026-11-21T05:00:00.000000Z", duration: Int = 15, version: String = "1",
        transitions: Int = 0
    ) -> LeaseDocument {
        var record = LeaseRecord()
        record.holder = holder
        record.durationSeconds = duration
        record.acquireTime = "2026-11-21T04:00:00.000000Z"
        record.renewTime = renewed
        record.transitions = transitions
        return LeaseDocument(name: "k8s-wait", version: version, record: record)
    }

    /// A machine that has created the Lease at second 0 and leads.
    private static func leader() -> ElectionMachine {
        var machine = machine()
        #expect(machine.event(.due, now: .zero, date: date) == .read)
        guard case .create(let record) = machine.event(.absent, now: .zero, date: date) else {
            Issue.record("it does not create the Lease")
            return machine
        }
        #expect(record.holder == "a" && record.durationSeconds == 15 && record.transitions == 0)
        #expect(record.renewTime == "2026-11-18T11:06:40.123456Z" && record.acquireTime == record.renewTime)
        #expect(!machine.leads(at: .zero), "not before the API server has stored it")
        #expect(machine.event(.stored(version: "5"), now: .seconds(1), date: date) == .rest(.seconds(2)))
        return machine
    }

    private static func isRest(_ step: ElectionMachine.Step) -> Bool {
        guard case .rest(let duration) = step else { return false }
        return (.seconds(2) ... .milliseconds(4_400)).contains(duration)
    }

    private static func isWrite(_ step: ElectionMachine.Step) -> Bool {
        if case .write = step { true } else { false }
    }

    @Test func leadershipIsCountedFromTheBeginningOfTheWrite() {
        let machine = Self.leader()
        #expect(machine.leads(at: .milliseconds(9_999)))
        #expect(!machine.leads(at: .seconds(10)))
    }

    @Test func aLeaderRenewsWithoutReading() {
        var machine = Self.leader()
        guard case .write(let record, "5") = machine.event(.due, now: .seconds(3), date: Self.date.adding(seconds: 3))
        else {
            Issue.record("it does not renew")
            return
        }
        #expect(record.holder == "a" && record.transitions == 0)
        #expect(
            record.acquireTime == "2026-11-18T11:06:40.123456Z" && record.renewTime.hasPrefix("2026-11-18T11:06:43"))
        #expect(machine.event(.stored(version: "6"), now: .seconds(4), date: Self.date) == .rest(.seconds(2)))
        #expect(machine.leads(at: .milliseconds(12_999)) && !machine.leads(at: .seconds(13)))
    }

    @Test func anotherIsRespectedUntilItsLeaseHasNotChangedForItsTime() {
        var machine = Self.machine()
        _ = machine.event(.due, now: .zero, date: Self.date)
        #expect(Self.isRest(machine.event(.found(Self.document("b")), now: .seconds(100), date: Self.date)))
        for second in [102, 106, 110, 114] {
            #expect(machine.event(.due, now: .seconds(second), date: Self.date) == .read)
            #expect(Self.isRest(machine.event(.found(Self.document("b")), now: .seconds(second), date: Self.date)))
        }
        let step = machine.event(.found(Self.document("b", version: "9")), now: .seconds(115), date: Self.date)
        guard case .write(let record, "9") = step else {
            Issue.record("it does not take the Lease: \(step)")
            return
        }
        #expect(record.holder == "a" && record.transitions == 1)
    }

    @Test func aSignOfLifeBeginsTheTimeAnew() {
        var machine = Self.machine()
        _ = machine.event(.found(Self.document("b")), now: .zero, date: Self.date)
        _ = machine.event(.found(Self.document("b", renewed: "later")), now: .seconds(14), date: Self.date)
        #expect(
            Self.isRest(machine.event(.found(Self.document("b", renewed: "later")), now: .seconds(28), date: Self.date))
        )
    }

    /// A Lease that only somebody's label has changed is no sign of life.
    @Test func aNewVersionOfTheSameRecordIsNoSignOfLife() {
        var machine = Self.machine()
        _ = machine.event(.found(Self.document("b")), now: .zero, date: Self.date)
        let step = machine.event(.found(Self.document("b", version: "2")), now: .seconds(15), date: Self.date)
        guard case .write(_, "2") = step else {
            Issue.record("\(step)")
            return
        }
    }

    @Test(arguments: [-3600, 3600, -86400 * 365, 86400 * 365])
    func theWallClockDecidesNothing(jump: Int) {
        var steady = Self.leader()
        var jumping = Self.leader()
        for second in [3, 6, 9, 12] {
            let now = Duration.seconds(second)
            guard case .write(_, let left) = steady.event(.due, now: now, date: Self.date),
                case .write(_, let right) = jumping.event(
                    .due, now: now, date: Self.date.adding(seconds: jump * second))
            else {
                Issue.record("it does not renew")
                return
            }
            #expect(left == right)
            _ = steady.event(.stored(version: "\(second)"), now: now, date: Self.date)
            _ = jumping.event(.stored(version: "\(second)"), now: now, date: Self.date.adding(seconds: jump))
            #expect(steady.leadsUntil == jumping.leadsUntil && jumping.leads(at: now))
        }
        // The other's clock: a record dated far from ours is respected for its time and no longer.
        var candidate = Self.machine()
        let odd = Self.document("b", renewed: Self.date.adding(seconds: jump).microTime)
        #expect(Self.isRest(candidate.event(.found(odd), now: .zero, date: Self.date)))
        #expect(Self.isRest(candidate.event(.found(odd), now: .milliseconds(14_999), date: Self.date)))
        let step = candidate.event(.found(odd), now: .seconds(15), date: Self.date)
        #expect(Self.isWrite(step), "\(step)")
    }

    @Test func leadershipEndsDuringAnOutageAndComesBackAfterIt() {
        var machine = Self.leader()
        for second in [3, 6, 9] {
            guard case .write = machine.event(.due, now: .seconds(second), date: Self.date) else {
                Issue.record("it does not try")
                return
            }
            #expect(Self.isRest(machine.event(.failed(pause: nil), now: .seconds(second), date: Self.date)))
        }
        #expect(machine.leads(at: .milliseconds(9_999)) && !machine.leads(at: .seconds(10)))
        // Past its own time the Lease is read first: it may be another's by now.
        #expect(machine.event(.due, now: .seconds(60), date: Self.date) == .read)
        #expect(machine.leadsUntil == nil)
        let step = machine.event(.found(Self.document("b", version: "8")), now: .seconds(60), date: Self.date)
        #expect(Self.isRest(step))
        #expect(!machine.leads(at: .seconds(60)))
    }

    /// The process was stopped after the write was sent: by now another may lead.
    @Test func anAnswerThatComesTooLateGivesNothing() {
        var machine = Self.leader()
        _ = machine.event(.due, now: .seconds(3), date: Self.date)
        _ = machine.event(.stored(version: "6"), now: .seconds(13), date: Self.date)
        #expect(machine.leadsUntil == nil)
    }

    @Test func aLostAnswerIsNoticedByTheConflictAndLeadsOn() {
        var machine = Self.leader()
        _ = machine.event(.due, now: .seconds(3), date: Self.date)
        _ = machine.event(.failed(pause: nil), now: .seconds(4), date: Self.date)
        _ = machine.event(.due, now: .seconds(6), date: Self.date)
        #expect(machine.event(.conflict, now: .seconds(6), date: Self.date) == .read)
        let step = machine.event(.found(Self.document("a", version: "6")), now: .seconds(6), date: Self.date)
        guard case .write(let record, "6") = step else {
            Issue.record("\(step)")
            return
        }
        #expect(record.acquireTime == "2026-11-21T04:00:00.000000Z" && record.transitions == 0)
        _ = machine.event(.stored(version: "7"), now: .seconds(6), date: Self.date)
        #expect(machine.leads(at: .seconds(15)))
    }

    @Test func whoFindsItselfOverwrittenStopsAtOnce() {
        var machine = Self.leader()
        _ = machine.event(.due, now: .seconds(3), date: Self.date)
        #expect(machine.event(.conflict, now: .seconds(3), date: Self.date) == .read)
        _ = machine.event(.found(Self.document("b")), now: .seconds(3), date: Self.date)
        #expect(!machine.leads(at: .seconds(3)))
    }

    @Test func ofTwoThatCreateItTheSlowerWaits() {
        var machine = Self.machine()
        _ = machine.event(.absent, now: .zero, date: Self.date)
        #expect(Self.isRest(machine.event(.conflict, now: .zero, date: Self.date)))
        #expect(!machine.leads(at: .zero))
    }

    @Test func aDeletedLeaseIsMadeAnewAndNobodyLeadsMeanwhile() {
        var machine = Self.leader()
        _ = machine.event(.due, now: .seconds(3), date: Self.date)
        _ = machine.event(.conflict, now: .seconds(3), date: Self.date)
        guard case .create = machine.event(.absent, now: .seconds(3), date: Self.date) else {
            Issue.record("it does not create the Lease")
            return
        }
        #expect(!machine.leads(at: .seconds(3)))
    }

    @Test func aLeaseWithoutHolderIsTakenAtOnce() {
        var machine = Self.machine()
        let step = machine.event(
            .found(Self.document("", duration: 1, version: "3", transitions: 4)), now: .zero, date: Self.date)
        guard case .write(let record, "3") = step else {
            Issue.record("\(step)")
            return
        }
        #expect(record.transitions == 5)
    }

    @Test(arguments: [(Int.max, 3600), (3601, 3600), (0, 0), (-5, 0), (Int.min, 0)])
    func anAbsurdTimeIsRespectedWithinReason(seconds: Int, respected: Int) {
        var machine = Self.machine()
        let document = Self.document("b", duration: seconds, transitions: .max)
        if respected > 0 {
            _ = machine.event(.found(document), now: .zero, date: Self.date)
            #expect(Self.isRest(machine.event(.found(document), now: .seconds(respected - 1), date: Self.date)))
        }
        let step = machine.event(.found(document), now: .seconds(respected), date: Self.date)
        guard case .write(let record, _) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(record.transitions == 0)
    }

    @Test func patienceThatTheAPIServerAsksForIsHad() {
        var machine = Self.leader()
        _ = machine.event(.due, now: .seconds(3), date: Self.date)
        #expect(machine.event(.failed(pause: .seconds(30)), now: .seconds(3), date: Self.date) == .rest(.seconds(30)))
    }

    // MARK: Giving it back

    @Test func aLeaderGivesItsLeaseBack() {
        var machine = Self.leader()
        guard case .write(let record, "5") = machine.resign(now: .seconds(3), date: Self.date) else {
            Issue.record("it keeps it")
            return
        }
        #expect(record.holder.isEmpty && record.durationSeconds == 1 && record.transitions == 0)
        #expect(!machine.leads(at: .seconds(3)), "before the write is on its way")
        #expect(machine.event(.stored(version: "6"), now: .seconds(3), date: Self.date) == .done)
        #expect(machine.leadsUntil == nil)
    }

    @Test func aRenewalThatWasUnderWayDoesNotKeepItFromBeingGivenBack() {
        var machine = Self.leader()
        _ = machine.resign(now: .seconds(3), date: Self.date)
        #expect(machine.event(.conflict, now: .seconds(3), date: Self.date) == .read)
        guard
            case .write(let record, "8") = machine.event(
                .found(Self.document("a", version: "8")), now: .seconds(3), date: Self.date)
        else {
            Issue.record("it keeps it")
            return
        }
        #expect(record.holder.isEmpty)
        #expect(machine.event(.conflict, now: .seconds(3), date: Self.date) == .done)
    }

    @Test(arguments: [
        ElectionMachine.Event.found(document("b")), .absent, .failed(pause: nil),
    ])
    func whatCannotBeGivenBackEndsIt(event: ElectionMachine.Event) {
        var machine = Self.leader()
        _ = machine.resign(now: .seconds(3), date: Self.date)
        _ = machine.event(.conflict, now: .seconds(3), date: Self.date)
        #expect(machine.event(event, now: .seconds(3), date: Self.date) == .done)
    }

    @Test func whoNeverLedHasNothingToGiveBack() {
        var machine = Self.machine()
        _ = machine.event(.found(Self.document("b")), now: .zero, date: Self.date)
        #expect(machine.resign(now: .zero, date: Self.date) == .done)
    }
}
