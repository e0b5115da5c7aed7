internal import Dependencies
internal import StatusAPI
internal import WaitClient

/// One wait at a terminal: what has been seen of it, and when it ends. Pure: the times are told.
struct DirectWait {
    /// How it ended.
    struct End: Hashable {
        /// The exit status.
        let status: Int32
        /// One line.
        let message: String
    }

    private let dependencies: [Dependency]
    private let timeout: TimeLimit
    private let onFailure: FailurePolicy
    private var board: DependencyBoard
    private var statuses: [DependencyStatus] = []
    /// The Jobs that were complete once: they stay done, though their time to live may end meanwhile.
    private var doneJobs: [Int: DependencyStatus] = [:]

    /// A wait that begins now.
    init(_ dependencies: [Dependency], timeout: TimeLimit, onFailure: FailurePolicy) {
        self.dependencies = dependencies
        self.timeout = timeout
        self.onFailure = onFailure
        board = DependencyBoard(dependencies.map(\.description))
    }

    /// Takes in how everything stands, in the order of the dependencies; returns a line for each change.
    mutating func take(_ found: [DependencyStatus], at elapsed: Duration) -> [String] {
        var lines: [String] = []
        statuses = found.enumerated().map { index, status in
            guard dependencies[index].kind == .job else { return own(status) }
            if status.state == .ready { doneJobs[index] = status }
            return own(doneJobs[index] ?? status)
        }
        for status in statuses {
            if let line = board.update(status, at: elapsed) { lines.append(line) }
        }
        return lines
    }

    /// How it stands, for those who look at it.
    func picture(at elapsed: Duration) -> WaitPicture {
        WaitPicture(rows: board.rows, elapsed: elapsed, limit: limitText, problem: nil)
    }

    /// How it ends; nil while it goes on.
    func end(at elapsed: Duration) -> End? {
        guard statuses.count == dependencies.count else { return nil }
        if statuses.allSatisfy({ $0.state == .ready }) {
            return End(status: 0, message: "released: \(Self.count(statuses.count)) ready")
        }
        for (index, status) in statuses.enumerated() where status.state == .failed {
            guard dependencies[index].options.onFailure ?? onFailure == .fail else { continue }
            return End(status: 3, message: "failed: \(status.message)")
        }
        guard let limit, elapsed >= limit else { return nil }
        return End(status: 1, message: "timed out after \(timeout): \(board.blockers ?? "")")
    }

    /// How long it can go on; nil where it has no limit.
    func remaining(at elapsed: Duration) -> Duration? {
        limit.map { max(.zero, $0 - elapsed) }
    }

    private var limit: Duration? {
        if case .seconds(let seconds) = timeout { .seconds(seconds) } else { nil }
    }

    private var limitText: String { limit == nil ? "no time limit" : "at most \(timeout)" }

    /// The judge speaks of itself as the server that it is elsewhere.
    private func own(_ status: DependencyStatus) -> DependencyStatus {
        var status = status
        status.message = status.message.replacing("this server may not", with: "this kubeconfig may not")
            .replacing("this server is", with: "kubectl wait-for is")
        return status
    }

    private static func count(_ number: Int) -> String { number == 1 ? "it is" : "all \(number) are" }
}
