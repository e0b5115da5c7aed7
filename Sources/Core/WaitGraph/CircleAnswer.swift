/// Whether a workload can ever start, as far as the waits of workloads decide it.
package enum CircleAnswer: Hashable, Sendable {
    /// No circle holds it.
    case none
    /// It waits for ever: it is in this circle, which then begins with it, or waits for something that is.
    case circle(Circle)
    /// There was more to look at than the limit allows, so nothing is said either way.
    case notKnown
}
