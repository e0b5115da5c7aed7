package import Dependencies
import Encodings
import Retrying
import StatusAPI

/// The wait of one pod: events in, actions out. It knows neither sockets nor clocks; times are counted from the start of
/// the program.
///
/// Only the status server's own `released`, in an answer of status 200, releases. A question with probes is released
/// when the newest word of the present answer is `ready` and one round of all probes, begun after that, has succeeded.
/// Whatever is lost, unreadable or unknown keeps the pod waiting until its time is over.
package struct WaitMachine: Sendable {
    /// How often a line tells how the wait stands.
    package static let progressInterval = Duration.seconds(30)
    /// When a wait without a limit is loudly said to have stalled.
    package static let stallTime = Duration.seconds(15 * 60)
    /// The longest Retry-After that is obeyed.
    static let longestRetryAfter = 60
    /// A connection that lasted this long was a good one: the waits begin with the shortest again.
    private static let steady = Duration.seconds(10)
    /// Ten thousand clients that lose one server must not come to the next one all at once, and one that a server
    /// refuses at once must not ask without pause.
    private static let backoff = Backoff(
        from: .seconds(1), to: .seconds(10), jitter: .full(atLeast: .milliseconds(50)))

    private let question: WaitQuestion
    private var board: DependencyBoard
    private var backoff = WaitMachine.backoff
    private var nextProgress = WaitMachine.progressInterval
    private var hasStalled = false
    /// The time limits of single dependencies that have not passed yet.
    private var itemLimits: [(dependency: String, limit: Duration)]
    /// The status of the answer that is being read, and since when.
    private var answer: (status: Int, since: Duration)?
    /// When the server wants this client to have gone elsewhere.
    private var moveAt: Duration?
    /// Why there is no connection; kept until there is one that says something.
    private var problem: String?
    /// What the server says instead of verdicts.
    private var serverMessage: String?
    private var probes: ProbeSchedule
    /// The first round of probes that may release, while the newest word of the present answer is `ready`.
    private var releasingRound: Int?
    private var hasEnded = false

    /// The UIDs of the Jobs that this wait has seen complete: every question to the server names them.
    package private(set) var completedJobs: [String] = []

    /// A wait that has not started.
    package init(question: WaitQuestion) {
        self.question = question
        board = DependencyBoard(question.dependencies.map(\.description))
        probes = ProbeSchedule(question.dependencies.filter { $0.kind.judge == .client }.map(\.description))
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

    // MARK: The connection

    private mutating func answered(
        _ status: Int, _ retryAfter: Int?, _ now: Duration, _ generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        answer = (status, now)
        guard status != 200 else {
            defer { problem = nil }
            return problem == nil ? [] : [.say(.line(.connection, "connected to the status server again"))]
        }
        // A refusal says in its body whether it is one of this pod's question.
        guard status != 403 else { return [] }
        let least = Duration.seconds(max(0, min(retryAfter ?? 0, Self.longestRetryAfter)))
        return disconnected("it answers with status \(status)", now, &generator, least: least)
    }

    private mutating func disconnected(
        _ reason: String, _ now: Duration, _ generator: inout some RandomNumberGenerator, least: Duration = .zero
    ) -> [WaitAction] {
        let last = answer
        answer = nil
        releasingRound = nil
        if let moveAt {
            self.moveAt = nil
            backoff.reset()
            return [.connect(after: max(.zero, moveAt - now))]
        }
        if let last, last.status == 200, now - last.since >= Self.steady { backoff.reset() }
        let reason = last.map { $0.status == 403 ? "it answers with status 403" : reason } ?? reason
        let text = Excerpt.of(reason, limit: 400)
        let delay = least + backoff.next(using: &generator)
        defer { problem = text }
        guard problem != text else { return [.connect(after: delay)] }
        let notice = WaitNotice.problem(.connection, "no connection to the status server: \(text); trying again")
        return [.say(notice), .connect(after: delay)]
    }

    // MARK: What the server says

    private mutating func take(
        _ line: WaitLine, _ now: Duration, _ generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        if case .outcome(.refused(let message)) = line, answer != nil { return refused(message) }
        // An error page that happens to read like a line says nothing.
        guard answer?.status == 200 else { return [] }
        switch line {
        case .verdict(let status):
            // What this program judges itself, the server cannot know.
            guard !probes.contains(status.dependency) else { return [] }
            if status.state != .ready { releasingRound = nil }
            serverMessage = nil
            return note(status, now)
        case .unknown(let message):
            releasingRound = nil
            let text = Excerpt.of(message, limit: 400)
            guard serverMessage != text else { return [] }
            serverMessage = text
            return [.say(.line(.server, "unknown: \(text)"))]
        case .move(let milliseconds):
            moveAt = now + .milliseconds(milliseconds)
            return []
        case .ready(let isReady):
            guard !probes.isEmpty else { return [] }
            serverMessage = nil
            releasingRound = isReady ? probes.round + 1 : nil
            if isReady { probes.hasten(at: now) }
            return []
        case .outcome(.released):
            guard probes.isEmpty else {
                return disconnected("it released a pod whose probes it cannot know of", now, &generator)
            }
            return released(now)
        case .outcome(.failed(let message)):
            let text = "failed after \(elapsed(now)): \(Excerpt.of(message, limit: 512))"
            return [.say(.problem(.failed, text)), .exit(.failed(text))]
        case .outcome(.refused), .heartbeat, .unrecognised:
            // A line of a kind that is not known cannot release.
            return []
        }
    }

    private mutating func note(_ status: DependencyStatus, _ now: Duration) -> [WaitAction] {
        for job in status.completedJobs
        where completedJobs.count < WaitRequest.mostCompletedJobs && !completedJobs.contains(job)
            && 1...WaitRequest.longestCompletedJob ~= job.utf8.count
        {
            completedJobs.append(job)
        }
        let told = DependencyStatus(
            dependency: Excerpt.of(status.dependency, limit: 1024), state: status.state,
            reason: Excerpt.of(status.reason, limit: 64), message: Excerpt.of(status.message, limit: 512))
        guard let line = board.update(told, at: now) else { return [] }
        return [.say(.verdict(told, line))]
    }

    private func released(_ now: Duration) -> [WaitAction] {
        let text = "released after \(elapsed(now)): \(board.count) of \(board.count) ready"
        return [.say(.line(.released, text)), .exit(.released)]
    }

    private func refused(_ message: String) -> [WaitAction] {
        let text = "refused: \(Excerpt.of(message, limit: 512))"
        return [.say(.problem(.refused, text)), .exit(.refused(text))]
    }

    // MARK: What the probes say

    private mutating func probed(
        _ round: Int, _ status: DependencyStatus, _ now: Duration, _ generator: inout some RandomNumberGenerator
    ) -> [WaitAction] {
        let isReady = status.state == .ready
        let success = probes.take(status.dependency, round: round, isReady: isReady, at: now, using: &generator)
        var actions = note(status, now)
        guard success == true, let releasingRound else { return actions }
        guard round >= releasingRound else {
            probes.hasten(at: now)
            return actions
        }
        for action in released(now) {
            if case .exit = action { actions.append(.announce(.released)) }
            actions.append(action)
        }
        return actions
    }

    // MARK: Time

    private mutating func timer(_ now: Duration) -> [WaitAction] {
        if let limit, now >= limit { return timedOut(now, "") }
        // What was there in time has kept its limit, whatever becomes of it later.
        let passed = itemLimits.first { now >= $0.limit && !board.isReady($0.dependency) }?.dependency
        itemLimits.removeAll { now >= $0.limit }
        if let passed { return timedOut(now, ", the limit of \(passed)") }
        var actions: [WaitAction] = []
        if limit == nil, !hasStalled, now >= Self.stallTime {
            hasStalled = true
            actions.append(.say(.problem(.stalled, "STALLED: \(progress(now)); there is no time limit")))
        }
        if now >= nextProgress {
            // Skips those that were missed, while the machine slept, say.
            let intervals = (now / Self.progressInterval).rounded(.down)
            nextProgress = Self.progressInterval * (intervals + 1)
            actions.append(.say(.line(.progress, progress(now))))
        }
        if let moveAt, now >= moveAt {
            self.moveAt = nil
            answer = nil
            releasingRound = nil
            backoff.reset()
            actions.append(.connect(after: .zero))
        }
        return actions
    }

    private func timedOut(_ now: Duration, _ limit: String) -> [WaitAction] {
        var blockers = blockers ?? "the status server's word"
        if answer == nil || problem != nil || serverMessage != nil, let unready = board.blockers {
            blockers += "; not known to be ready: \(unready)"
        }
        switch question.onTimeout {
        case .fail:
            let text = "timed out after \(elapsed(now))\(limit): \(blockers)"
            return [.say(.problem(.timedOut, text)), .announce(.timedOut), .exit(.timedOut(text))]
        case .proceed:
            // What has failed for good is no matter of time.
            if let failure = board.failure {
                let text = "failed, and the time is over after \(elapsed(now))\(limit): \(failure)"
                return [.say(.problem(.failed, text)), .exit(.failed(text))]
            }
            let text = "after \(elapsed(now))\(limit) without: \(blockers)"
            return [
                .say(.line(.proceeding, "PROCEEDING \(text)")), .announce(.proceeded),
                .exit(.proceeded("proceeded \(text)")),
            ]
        }
    }

    // MARK: Texts

    /// How the wait stands, for those who look at it.
    package func picture(at now: Duration) -> WaitPicture {
        WaitPicture(
            rows: board.rows, elapsed: now, limit: limitText,
            problem: problem ?? (answer == nil ? "no answer yet" : serverMessage))
    }

    private var limit: Duration? {
        guard case .seconds(let seconds) = question.timeout else { return nil }
        return .seconds(seconds)
    }

    private var limitText: String {
        guard limit != nil else { return "no time limit" }
        return "at most \(question.timeout), then \(question.onTimeout.rawValue)"
    }

    /// `2 of 3 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (2m10s)`.
    private func progress(_ now: Duration) -> String {
        "\(board.readyCount) of \(board.count) ready; waiting for \(blockers ?? "the status server") (\(elapsed(now)))"
    }

    /// Everything that stands between the pod and its start; nil when nothing is known to.
    private var blockers: String? {
        if let problem { return "the status server: \(problem)" }
        guard answer != nil else { return "the status server: no answer yet" }
        if let serverMessage { return "the status server: \(serverMessage)" }
        return board.blockers
    }

    private func elapsed(_ now: Duration) -> String {
        TimeLimit.seconds(Int(clamping: now.components.seconds)).description
    }
}
