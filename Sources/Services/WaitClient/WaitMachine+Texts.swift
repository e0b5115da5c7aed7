import Dependencies

extension WaitMachine {
    /// How the wait stands, for those who look at it.
    package func picture(at now: Duration) -> WaitPicture {
        WaitPicture(
            rows: board.rows, elapsed: now, limit: limitText,
            problem: problem ?? (answer == nil ? "no answer yet" : serverMessage))
    }

    /// The limit of the whole wait; nil for none.
    var limit: Duration? {
        guard case .seconds(let seconds) = question.timeout else { return nil }
        return .seconds(seconds)
    }

    /// What the time limit is, in words.
    var limitText: String {
        guard limit != nil else { return "no time limit" }
        return "at most \(question.timeout), then \(question.onTimeout.rawValue)"
    }

    /// `2 of 3 ready; waiting for Service db/postgres: 0 of 1 endpoints ready (2m10s)`.
    func progress(_ now: Duration) -> String {
        "\(board.readyCount) of \(board.count) ready; waiting for \(blockers ?? "the status server") (\(elapsed(now)))"
    }

    /// Everything that stands between the pod and its start; nil when nothing is known to.
    var blockers: String? {
        if let problem { return "the status server: \(problem)" }
        guard answer != nil else { return "the status server: no answer yet" }
        if let serverMessage { return "the status server: \(serverMessage)" }
        return board.blockers
    }

    /// How long the wait has lasted, as the annotations write it.
    func elapsed(_ now: Duration) -> String {
        TimeLimit.seconds(Int(clamping: now.components.seconds)).description
    }
}
