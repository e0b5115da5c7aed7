package import StatusAPI

/// What happens to a wait.
package enum WaitEvent: Hashable, Sendable {
    /// The program has begun.
    case started
    /// The status server has answered with this HTTP status and, where it gives one, a Retry-After in seconds.
    case answered(status: Int, retryAfter: Int?)
    /// A line of the answer.
    case line(WaitLine)
    /// One probe of a round has been tried.
    case probed(round: Int, DependencyStatus)
    /// There is no connection, or no longer, and why.
    case disconnected(String)
    /// The machine's `nextTimer` has come.
    case timer
    /// A signal to end.
    case signal(WaitSignal)
}
