import CoreTestKit
import Readiness
import Testing

@testable import Leadership

/// Three candidates and a Lease, with everything going wrong: answers lost, requests late, processes frozen, the API
/// server away, wall clocks jumping by an hour. However it goes, two never lead at the same moment.
@Suite("Elections in which everything goes wrong")
struct ElectionSimulationTests {
    /// The API server, as far as a Lease needs it.
    private struct Store {
        var record: LeaseRecord?
        var version = 0

        mutating func create(_ record: LeaseRecord) -> ElectionMachine.Event {
            guard self.record == nil else { return .conflict }
            self.record = record
            version += 1
            return .stored(version: String(version))
        }

        mutating func write(_ record: LeaseRecord, over known: String) -> ElectionMachine.Event {
            guard self.record != nil, known == String(version) else { return .conflict }
            self.record = record
            version += 1
            return .stored(version: String(version))
        }

        var read: ElectionMachine.Event {
            record.map { .found(LeaseDocument(name: "l", version: String(version), record: $0)) } ?? .absent
        }
    }

    private struct Candidate {
        var machine: ElectionMachine
        /// What happens next, and when: a request arrives, or its answer does.
        var next: (at: Int, what: Pending)
    }

    private enum Pending {
        case request(ElectionMachine.Step)
        case answer(ElectionMachine.Event)
    }

    @Test(arguments: 0..<60)
    func twoNeverLeadAtTheSameMoment(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var store = Store()
        var candidates = ["a", "b", "c"].map { name in
            var machine = ElectionMachine(settings: ElectionSettings(identity: name), seed: UInt64(seed))
            let step = machine.event(.due, now: .zero, date: Timestamp(seconds: 0))
            return Candidate(machine: machine, next: (at: Int.random(in: 0...3000, using: &random), .request(step)))
        }
        var reigns = 0
        var awayUntil = 0
        // In milliseconds: half an hour.
        for now in stride(from: 0, to: 1_800_000, by: 50) {
            if now >= awayUntil, Int.random(in: 0..<4000, using: &random) == 0 {
                awayUntil = now + Int.random(in: 0...60_000, using: &random)
            }
            for index in candidates.indices where candidates[index].next.at <= now {
                Self.advance(&candidates[index], now, isAway: now < awayUntil, &store, &random)
            }
            let leaders = candidates.filter { $0.machine.leads(at: .milliseconds(now)) }
            #expect(leaders.count <= 1, "at \(now) ms")
            reigns += leaders.count
        }
        #expect(reigns > 1_800_000 / 50 / 3, "and somebody leads most of the time")
    }

    private static func advance(
        _ candidate: inout Candidate, _ now: Int, isAway: Bool, _ store: inout Store, _ random: inout SeededGenerator
    ) {
        // Seldom a process is frozen for up to half a minute, with whatever it was about to do.
        if Int.random(in: 0..<60, using: &random) == 0 {
            candidate.next.at = now + Int.random(in: 0...30_000, using: &random)
            return
        }
        switch candidate.next.what {
        case .request(let step):
            let delay = Int.random(in: 0...400, using: &random)
            if isAway {
                candidate.next = (now + delay, .answer(.failed(pause: nil)))
                return
            }
            let event: ElectionMachine.Event
            switch step {
            case .read: event = store.read
            case .create(let record): event = store.create(record)
            case .write(let record, let version): event = store.write(record, over: version)
            case .rest(let duration):
                candidate.next = (now + Int(duration / .milliseconds(1)), .answer(.due))
                return
            case .done: return
            }
            let isLost = Int.random(in: 0..<20, using: &random) == 0
            candidate.next = (now + delay, .answer(isLost ? .failed(pause: nil) : event))
        case .answer(let event):
            // The wall clock is wherever it likes.
            let date = Timestamp(seconds: now / 1000 + Int.random(in: -3600...3600, using: &random))
            let step = candidate.machine.event(event, now: .milliseconds(now), date: date)
            candidate.next = (now + Int.random(in: 0...200, using: &random), .request(step))
        }
    }
}
