/// How discovery asks: sizes, times and limits, each with a safe default.
package struct DiscoverySettings: Hashable, Sendable {
    /// The largest document that is read, in bytes. A cluster with 1,000 CustomResourceDefinitions sends about 1 MiB.
    package var documentByteLimit = 16 << 20
    /// How long one document may take.
    package var documentDeadline: Duration = .seconds(20)
    /// The most versions of groups that are asked about one by one; the API server that needs it is older than 1.27.
    package var versionLimit = 2_000
    /// The most kinds that are kept.
    package var kindLimit = 50_000
    /// How many documents are asked for at a time.
    package var parallelRequests = 8
    /// How soon after a look for a name that is not known the next look may begin: from this time on, doubled each time
    /// that a look brings nothing new…
    package var shortestPause: Duration = .seconds(2)
    /// …up to this one.
    package var longestPause: Duration = .seconds(60)
    /// When a name that is known is looked for again: what it stands for may have changed since.
    package var oldest: Duration = .seconds(600)

    /// The defaults.
    package init() {}
}
