/// Who stands for election, and how patient everybody is. The times are those of client-go's leader election.
///
/// <https://pkg.go.dev/k8s.io/client-go/tools/leaderelection#LeaderElectionConfig>
package struct ElectionSettings: Hashable, Sendable {
    /// Who we are: never the same for two processes, nor for the one that is started in a process's place.
    package var identity: String
    /// How long others wait, from when they saw the Lease change last, before they take it.
    package var leaseDuration = Duration.seconds(15)
    /// How long a leader leads on from its last renewal. Shorter than `leaseDuration` by more than clocks run apart in that
    /// time: the old leader has stopped before the next begins.
    package var renewDeadline = Duration.seconds(10)
    /// How long to wait between two tries; for those who do not lead up to 2.2 times as long, by chance.
    package var retryPeriod = Duration.seconds(2)
    /// How long to wait when the API server has said that we may not.
    package var refusalPause = Duration.seconds(30)
    /// The longest that another's Lease is respected, whatever it says of itself: a typing error must not end elections.
    package var longestLease = Duration.seconds(3600)

    /// The defaults for that identity.
    package init(identity: String) {
        self.identity = identity
    }
}
