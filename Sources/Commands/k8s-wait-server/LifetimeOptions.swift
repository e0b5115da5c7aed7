internal import ArgumentParser
internal import CertificateAuthority

/// How long certificates live that the server makes itself.
struct LifetimeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How long a serving certificate of the server's own lives.", valueName: "duration"))
    var leafLifetime: DurationArgument = .init(seconds: 7 * 86_400)

    @Option(
        help: ArgumentHelp(
            "How long an authority is valid from the moment at which it begins to sign.", valueName: "duration"))
    var authorityLifetime: DurationArgument = .init(seconds: 87_600 * 3_600)

    @Option(
        help: ArgumentHelp(
            "How long an authority signs before the next one does; by default two thirds of --authority-lifetime.",
            valueName: "duration"))
    var promoteAfter: DurationArgument?

    /// The three times.
    var times: CertificateTimes {
        CertificateTimes(
            leafLifetime: leafLifetime.seconds, authorityLifetime: authorityLifetime.seconds,
            promoteAfter: promoteAfter?.seconds ?? authorityLifetime.seconds / 3 * 2)
    }
}
