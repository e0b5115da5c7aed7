import Retrying

/// How long nothing is written after failures in a row, and whether the log has been told of them.
struct EventTrouble: Sendable {
    /// The waits between tries.
    var backoff = Backoff(from: .seconds(1), to: .seconds(60), jitter: .upperHalf)
    /// A line of the log says that Events are forbidden.
    var hasToldForbidden = false

    /// None so far.
    init() {}
}
