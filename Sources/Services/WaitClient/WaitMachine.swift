package import Dependencies
import Encodings
import Retrying
import StatusAPI

/// The wait of one pod: events in, actions out. It knows neither sockets nor clocks; times are counted from the start of
/// the program.
///
/// Only the status server's own `released`, in an answer of status 200, releases. A question with probes is released
/// when the newest word of the present answer is `ready` and one round of all probes, begun after that, has succeeded.
/// Neither counts unless that answer has spoken of exactly the dependencies of this question. Whatever is lost, unreadable or unknown keeps the pod waiting until its time is over.
package struct WaitMachine: Sendable {
    /// How often a line tells how the wait stands.
    package static let progressInterval = Duration.seconds(30)
    /// When a wait without a limit is loudly said to have stalled.
    package static let stallTime = Duration.seconds(15 * 60)
    /// The longest Retry-After that is obeyed.
    static let longestRetryAfter = 60
    /// A connection that lasted this long was a good one: the waits begin with the shortest again.
    static let steady = Duration.seconds(10)
    /// Ten thousand clients that lose one server must not come to the next one all at once, and one that a server
    /// refuses at once must not ask without pause.
    private static let backoff = Backoff(
        from: .seconds(1), to: .seconds(10), jitter: .full(atLeast: .milliseconds(50)))

    /// What the pod waits for.
    let question: WaitQuestion
    /// What is known of each dependency.
    var board: DependencyBoard
    /// Whether the present answer is one to this question.
    var match: QuestionMatch
    /// How long to wait before the next connection.
    var backoff = WaitMachine.backoff
    /// When the next line of progress is due.
    var nextProgress = WaitMachine.progressInterval
    /// Whether a wait without a limit has been said to have stalled.
    var hasStalled = false
    /// The time limits of single dependencies that have not passed yet.
    var itemLimits: [(dependency: String, limit: Duration)]
    /// The status of the answer that is being read, and since when.
    var answer: (status: Int, since: Duration)?
    /// When the server wants this client to have gone elsewhere.
    var moveAt: Duration?
    /// Why there is no connection; kept until there is one that says something.
    var problem: String?
    /// What the server says instead of verdicts.
    var serverMessage: String?
    /// The rounds of the part that this program judges itself.
    var probes: ProbeSchedule
    /// The first round of probes that may release, while the newest word of the present answer is `ready`.
    var releasingRound: Int?
    private var hasEnded = false

    /// The UIDs of the Jobs that this wait has seen complete: every question to the server names them.
    package internal(set) var completedJobs: [String] = []

    /// A wait that has not started.
    package init(question: WaitQuestion) {
        self.question = question
        board = DependencyBoard(question.dependencies.map(\.description))
        probes = ProbeSchedule(question.dependencies.filter { $0.kind.judge == .client }.map(\.description))
        match = QuestionMatch(question)
        itemLimits = question.dependencies.compactMap { dependency in
            guard case .seconds(let seconds) = dependency.options.timeout else { return nil }
            return (dependency.description, .seconds(seconds))
        }
    }

    /// When the next `timer` event is due.
    package var nextTimer: Duration {
        var next = nextProgress
        if let limit { next = min(next, limit) } else if !hasStalled { next = min(next, Self.stallTime) }
        for item in itemLimits { next = min(next, item.limit) }
        if let moveAt { next = min(next, moveAt) }
        if let round = probes.nextRound { next = min(next, round) }
        return next
    }

    /// What is to be done after `event`, which happened at `now`.
    package mutating func handle(
        _ event: WaitEvent, at now: Duration, using generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        guard !hasEnded else { return [] }
        var actions: [WaitAction] = []
        switch event {
        case .started:
            let text = "waiting for \(board.blockers ?? "nothing") (\(limitText))"
            actions = [.say(.line(.start, text)), .connect(after: .zero)]
        case .answered(let status, let retryAfter):
            actions = answered(status, retryAfter, now, &generator)
        case .line(let line):
            actions = take(line, now, &generator)
        case .probed(let round, let status):
            actions = probed(round, status, now, &generator)
        case .disconnected(let reason):
            actions = disconnected(reason, now, &generator)
        case .timer:
            actions = timer(now)
        case .signal(let signal):
            let text = "ended by \(signal.rawValue): \(progress(now))"
            actions = [.say(.problem(.signal, text)), .exit(.signal(signal, text))]
        }
        hasEnded = actions.contains { if case .exit = $0 { true } else { false } }
        if !hasEnded, let round = probes.begin(at: now) { actions.append(.probe(round: round)) }
        return actions
    }
}
