package import StatusAPI

/// What is to be done next, in order.
package enum WaitAction: Hashable, Sendable {
    /// Let go of the present connection, if there is one, and ask the server again after this time.
    case connect(after: Duration)
    /// Begin this round of all probes.
    case probe(round: Int)
    /// Print a line.
    case say(WaitNotice)
    /// Tell the status server how the wait ends, as far as it can be told in a short time.
    case announce(WaitReport.Outcome)
    /// End the program.
    case exit(WaitExit)
}
