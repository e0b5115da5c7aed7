internal import ArgumentParser

/// Whether pods also wait by policies.
struct PolicyOptions: ParsableArguments {
    /// Whether WaitPolicies and ClusterWaitPolicies are watched and heeded.
    @Option(help: "Whether pods also wait for what WaitPolicies and ClusterWaitPolicies list: true or false.")
    var policies: Bool = false

    /// After how long without a sign of life a replica is not waited for any more.
    @Option(
        help: ArgumentHelp(
            "After how long without a sign of life a replica counts as gone, so that policies are accepted without it.",
            valueName: "duration"))
    var replicaLifetime: DurationArgument = .init(seconds: 40)
}
