internal import ArgumentParser
internal import Dependencies

/// `k8s-wait-server --print-rbac`: prints what the server's account must be allowed, and serves nothing. Every other
/// option of the server may stand beside it, so that the arguments of a running one can be used as they are.
struct PermissionsCommand: ParsableCommand {
    /// What `--help` says, beside `--print-rbac`.
    static let configuration = CommandConfiguration(
        commandName: "k8s-wait-server --print-rbac",
        abstract: "Prints the ClusterRole and the Role that the server needs.")

    /// What brought us here.
    @Flag(help: .hidden)
    var printRbac = false

    /// As the server has it.
    @Option(
        help: ArgumentHelp("The list that the server is started with.", valueName: "kinds"),
        transform: AllowedKinds.init(argument:))
    var allowKinds = AllowedKinds()

    /// Where the server runs.
    @Option(help: "The server's own namespace.")
    var namespace = PermissionManifest.name

    /// As the server has it.
    @Option(help: "The ConfigMap in which finished Jobs are remembered.")
    var jobMemoryName = NameArgument("k8s-wait-job-memory")

    /// As the server has it.
    @OptionGroup
    var leadership: LeadershipOptions

    /// As the server has it.
    @OptionGroup
    var events: EventOptions

    /// As the server has it.
    @OptionGroup
    var policies: PolicyOptions

    /// As the server has it.
    @OptionGroup
    var registration: RegistrationOptions

    /// As the server has it.
    @Option(help: "The Secret with its certificate authorities.")
    var tlsSecret = NameArgument("k8s-wait-authorities")

    /// As the server has it: with it there is no such Secret.
    @Option(help: "PEM file: the serving certificate, where the server does not make it itself.")
    var tlsCert: String?

    /// The server's other options.
    @Argument(parsing: .allUnrecognized, help: .hidden)
    var others: [String] = []

    /// Refuses what could not be a namespace, since it goes into the text as it is.
    func validate() throws {
        let isLabel = namespace.wholeMatch(of: /[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/) != nil
        guard isLabel else { throw ValidationError("--namespace \"\(namespace)\" is not the name of a namespace.") }
    }

    /// Prints them.
    func run() {
        print(manifest.yaml, terminator: "")
    }

    /// What is printed.
    var manifest: PermissionManifest {
        PermissionManifest(
            cluster: PermissionRule.registration(registration.configuration, mends: tlsCert == nil)
                + PermissionRule.cluster(allowKinds, writesEvents: events.events)
                + (policies.policies ? PermissionRule.policies() : []),
            own: PermissionRule.own(
                record: jobMemoryName.text, authorities: tlsCert == nil ? tlsSecret.text : nil)
                + PermissionRule.lease(leadership.leaseName.text)
                + (policies.policies ? [PermissionRule.replicaLeases()] : []),
            namespace: namespace)
    }
}

extension AllowedKinds {
    /// The list on the command line.
    ///
    /// - Throws: `ValidationError`, which names the item that is wrong.
    init(argument: String) throws {
        if let problem = Self.problem(with: argument) { throw ValidationError(problem) }
        self.init(argument)
    }
}
