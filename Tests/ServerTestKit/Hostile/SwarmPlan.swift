/// What each connection of a `Swarm` does.
package struct SwarmPlan: Sendable {
    /// How a connection goes on once everything has been sent.
    package enum Ending: Sendable {
        /// It stays and says nothing.
        case hold
        /// It ends its sending direction and reads until the server closes.
        case finishSending
        /// It is reset.
        case reset
        /// It reads an answer, then closes.
        case readAnswer
    }

    /// How many connections there are at a time.
    package var connections: Int
    /// How many are begun each second, at most.
    package var perSecond = 2_000
    /// From how many addresses of 127.0.0.0/8 they come.
    package var sources = 1
    /// Each begins with a TLS handshake.
    package var isSecure = false
    /// What each sends at once.
    package var opening: [UInt8] = []
    /// What each sends afterwards, byte by byte, over and over.
    package var drip: [UInt8] = []
    /// The time between two bytes.
    package var dripInterval = Duration.milliseconds(250)
    /// What follows when there is nothing to drip.
    package var ending = Ending.hold

    /// So many connections that only connect.
    package init(connections: Int) {
        self.connections = connections
    }
}
