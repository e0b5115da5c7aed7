import Retrying

/// When rounds of all probes begin, and what has become of the present one. A round begins only after the one before it
/// has ended. Times are counted from the start of the program.
struct ProbeSchedule: Hashable, Sendable {
    /// How long after a good round the next one begins: it serves the messages only, since a release asks for a new one.
    static let calm = Duration.seconds(10)
    private static let backoff = Backoff(from: .seconds(1), to: .seconds(5), jitter: .upperHalf)

    private let probes: Set<String>
    private var backoff = ProbeSchedule.backoff
    /// The probes of the present round that have not answered.
    private var open: Set<String> = []
    private var hasFailed = false

    /// The number of the newest round that has begun, from 1; 0 before it.
    private(set) var round = 0
    /// When the next round begins; nil while one runs, and where there are no probes.
    private(set) var nextRound: Duration?

    /// Rounds of the probes of these dependencies, the first of them at once.
    init(_ probes: [String]) {
        self.probes = Set(probes)
        nextRound = probes.isEmpty ? nil : .zero
    }

    /// Whether there is nothing to probe.
    var isEmpty: Bool { probes.isEmpty }

    /// Whether this program itself judges the dependency.
    func contains(_ dependency: String) -> Bool { probes.contains(dependency) }

    /// Begins the next round if it is due, and returns its number.
    mutating func begin(at now: Duration) -> Int? {
        guard let moment = nextRound, now >= moment else { return nil }
        nextRound = nil
        hasFailed = false
        open = probes
        round += 1
        return round
    }

    /// Takes note of an answer. At the end of its round returns whether all probes of it have succeeded.
    mutating func take(
        _ dependency: String, round: Int, isReady: Bool, at now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Bool? {
        guard round == self.round, open.remove(dependency) != nil else { return nil }
        if !isReady { hasFailed = true }
        guard open.isEmpty else { return nil }
        if hasFailed {
            nextRound = now + backoff.next(using: &generator)
        } else {
            backoff.reset()
            nextRound = now + Self.calm
        }
        return !hasFailed
    }

    /// Has the next round begin at once; while one runs, nothing changes.
    mutating func hasten(at now: Duration) {
        guard nextRound != nil else { return }
        nextRound = now
        backoff.reset()
    }
}
