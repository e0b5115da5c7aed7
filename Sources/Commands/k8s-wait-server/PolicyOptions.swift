internal import ArgumentParser

/// Whether pods also wait by policies.
struct PolicyOptions: ParsableArguments {
    /// Whether WaitPolicies and ClusterWaitPolicies are watched and heeded.
    @Option(help: "Whether pods also wait for what WaitPolicies and ClusterWaitPolicies list: true or false.")
    var policies: Bool = false
}
