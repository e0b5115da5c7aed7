/// What has become of the connections of a `Swarm` so far.
package struct SwarmCounts: Hashable, Sendable {
    /// Those that are open now and have sent what they send at once.
    package var inPlace = 0
    /// How often one has got that far.
    package var arrivals = 0
    /// How often one was refused, or cut before it got that far.
    package var refusals = 0
    /// How often the server has ended one that had got that far.
    package var cuts = 0
    /// How often one has done all that its plan says, and gone.
    package var departures = 0
    /// The statuses of the answers, and how often each came.
    package var answers: [Int: Int] = [:]

    /// Everything that has happened to connections.
    package var attempts: Int { arrivals + refusals }
}
