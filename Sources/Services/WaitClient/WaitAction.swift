/// What is to be done next, in order.
package enum WaitAction: Hashable, Sendable {
    /// Let go of the present connection, if there is one, and ask the server again after this time.
    case connect(after: Duration)
    /// Write a line to standard output.
    case print(String)
    /// Write a line to standard error.
    case report(String)
    /// End the program.
    case exit(WaitExit)
}
