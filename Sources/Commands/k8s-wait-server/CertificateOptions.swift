internal import ArgumentParser
internal import CertificateAuthority

/// Where the serving certificate comes from: three files, or by default from authorities of our own.
struct CertificateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "PEM file: the serving certificate and what signed it. Without this, --tls-key and --tls-ca the server makes "
                + "its certificates itself.",
            valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("PEM file: the serving certificate's key.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "PEM file: the authorities that the init containers trust, by the pins of their keys.", valueName: "file"))
    var tlsCa: String?

    @Option(
        help: ArgumentHelp(
            "Secret in --namespace with the server's own certificate authorities, which it makes itself.",
            valueName: "name"))
    var tlsSecret: NameArgument = .init("k8s-wait-authorities")

    @Option(
        help: ArgumentHelp(
            "DNS names and IP addresses that its certificates are for besides the host of --status-url, such as the "
                + "webhook's; comma-separated.",
            valueName: "name,…"))
    var tlsNames: String = ""

    /// How long its own certificates live.
    @OptionGroup var lifetimes: LifetimeOptions

    /// Refuses what would only be noticed later.
    func validate() throws {
        let files = [tlsCert, tlsKey, tlsCa]
        guard files.allSatisfy({ $0 == nil }) || files.allSatisfy({ $0 != nil }) else {
            throw ValidationError(
                "--tls-cert, --tls-key and --tls-ca go together: give all three, or none to let the server make its "
                    + "certificates itself.")
        }
        if let problem = ServerNames.problem(with: names) { throw ValidationError("--tls-names: \(problem).") }
        if files.allSatisfy({ $0 == nil }), let problem = times.problem { throw ValidationError(problem) }
    }

    /// The names of `--tls-names`.
    var names: [String] { ServerOptions.list(tlsNames) }

    /// How long they live.
    var times: CertificateTimes { lifetimes.times }

    /// The three files; nil where there are none.
    var files: CertificateFiles? {
        guard let tlsCert, let tlsKey, let tlsCa else { return nil }
        return CertificateFiles(certificate: tlsCert, key: tlsKey, authorities: tlsCa)
    }
}
