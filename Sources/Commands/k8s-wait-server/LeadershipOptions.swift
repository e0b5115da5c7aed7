internal import ArgumentParser

/// How several replicas agree which of them does what only one should do.
struct LeadershipOptions: ParsableArguments {
    /// The Lease, in the server's own namespace.
    @Option(
        help: ArgumentHelp(
            "Lease by which one replica leads: it alone drops remembered Jobs that nothing needs any more.",
            valueName: "name"))
    var leaseName = NameArgument("k8s-wait")
}
