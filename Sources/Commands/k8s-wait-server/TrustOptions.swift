internal import ArgumentParser
internal import Dependencies

/// Settings of who may ask for what.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What pods may ask of other namespaces: SUBJECT=allow, =granted or =deny, comma-separated, or one of these words "
                + "for everything. Granted means that the Namespace's annotation wait.k8s/allow-from names the pod's.",
            valueName: "rules"),
        transform: CrossNamespacePolicy.init(argument:))
    var crossNamespace = CrossNamespacePolicy()

    @Option(
        help: ArgumentHelp(
            "What one peer address may do on the status port: \(PeerLimitsArgument.names.joined(separator: ", ")).",
            valueName: "name=number,…"),
        transform: PeerLimitsArgument.init)
    var peerLimits = PeerLimitsArgument()
}

extension CrossNamespacePolicy {
    /// The setting on the command line.
    ///
    /// - Throws: `ValidationError`, which names the item that is wrong.
    init(argument: String) throws {
        guard let policy = Self(argument) else {
            throw ValidationError(Self.problem(with: argument) ?? "\"\(argument)\" is no such setting.")
        }
        self = policy
    }
}
