import Readiness
import StatusAPI

@testable import PodEvents

/// A journal that a test drives by hand: what is told of waits goes in, what is written comes out as lines.
struct JournalScript {
    /// One thing that happens.
    enum Act {
        /// A pod begins to wait.
        case begin(String)
        /// A dependency stands so.
        case verdict(String, Int, DependencyState, String)
        /// A pod turns out to wait in a circle.
        case circle(String, String)
        /// A wait ends.
        case end(String, WaitConclusion)
        /// So many seconds pass; everything is written that may be, as it becomes due.
        case wait(Int)
        /// From now on writes end so.
        case answer(EventOutcome?)
    }

    /// The journal.
    var journal: EventJournal
    /// Seconds since the start.
    var now = 0
    /// What was written, as `second reason xCOUNT: message`.
    private(set) var lines: [String] = []
    private var answer: EventOutcome?
    private let judgedCount: Int
    private let probes: [String]

    init(judged: Int = 1, probes: [String] = [], _ change: (inout PodEventSettings) -> Void = { _ in }) {
        var settings = PodEventSettings(instance: "k8s-wait-0")
        change(&settings)
        journal = EventJournal(settings: settings)
        judgedCount = judged
        self.probes = probes
    }

    /// A pod of that name, with a UID made of it.
    func pod(_ name: String) -> TestPod {
        let parts = name.split(separator: "/").map(String.init)
        return TestPod(
            parts[0], uid: "uid-\(parts[0])", container: parts.count > 1 ? parts[1] : "k8s-wait", judged: judgedCount,
            probes: probes)
    }

    /// Does these things, one after the other; verdicts and endings that follow each other are one batch.
    mutating func run(_ acts: [Act]) {
        var batch: [WaitNews] = []
        for act in acts {
            switch act {
            case .begin(let name): batch.append(WaitNews(pod(name), .began))
            case .verdict(let name, let index, let state, let reason):
                let status = DependencyStatus(
                    dependency: "service/db/d\(index)", state: state, reason: reason,
                    message: "Service db/d\(index): \(reason)")
                batch.append(WaitNews(pod(name), .verdict(index: index, TestVerdict(status))))
            case .circle(let name, let text): batch.append(WaitNews(pod(name), .circle(text)))
            case .end(let name, let how): batch.append(WaitNews(pod(name), .ended(how)))
            case .wait(let seconds):
                note(&batch)
                for _ in 0..<seconds {
                    now += 1
                    write()
                }
            case .answer(let outcome):
                note(&batch)
                answer = outcome
            }
        }
        note(&batch)
    }

    private mutating func note(_ batch: inout [WaitNews]) {
        guard !batch.isEmpty else { return }
        journal.note(batch, at: .seconds(now), Timestamp(seconds: now))
        batch = []
        write()
    }

    /// Writes what may be written at this moment.
    mutating func write() {
        for _ in 0..<100_000 {
            switch journal.step(at: .seconds(now), Timestamp(seconds: now)) {
            case .write(let write):
                let count = (write.knownCount ?? 0) + write.occurrences
                lines.append("\(now) \(write.pod.name) \(write.reason.rawValue) x\(count): \(write.message)")
                journal.finish(write, answer ?? .written(count: count), at: .seconds(now))
                // What is tried again is tried later.
                if case .retry? = answer { return }
            case .wait(let until): if until > .seconds(now) { return }
            case .idle: return
            }
        }
    }
}
