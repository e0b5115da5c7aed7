package import StatusAPI

/// How a wait stands at one moment.
package struct WaitPicture: Hashable, Sendable {
    /// One dependency.
    package struct Row: Hashable, Sendable {
        /// Where it stands; nil before anything is known of it.
        package let state: DependencyState?
        /// What it is, and where it stands, in one line.
        package let text: String
        /// Since when it is in this state, counted from the start of the program.
        package let since: Duration

        /// A row of these parts.
        package init(state: DependencyState?, text: String, since: Duration) {
            self.state = state
            self.text = text
            self.since = since
        }
    }

    /// The dependencies, in the question's order.
    package let rows: [Row]
    /// How long the wait has lasted.
    package let elapsed: Duration
    /// What the time limit is, in words.
    package let limit: String
    /// Why the status server's verdicts are not known, or may be old; nil when they are fresh.
    package let problem: String?

    /// A picture of these parts.
    package init(rows: [Row], elapsed: Duration, limit: String, problem: String?) {
        self.rows = rows
        self.elapsed = elapsed
        self.limit = limit
        self.problem = problem
    }

    /// How many dependencies are ready.
    package var readyCount: Int { rows.count { $0.state == .ready } }
}
