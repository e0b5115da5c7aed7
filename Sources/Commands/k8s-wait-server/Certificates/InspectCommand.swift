internal import ArgumentParser
internal import Glibc
internal import Posix

/// `k8s-wait-server certs inspect`.
struct InspectCommand: ParsableCommand {
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows which certificates are served and published, and who trusts what.",
        discussion: """
            Exits 0 where nothing is wrong: nothing has ended, caBundle of every entry accepts every server that was looked \
            at, and every pod that is starting trusts who would answer it; else 1, and says what is.
            """)

    /// The forms of the report.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    /// Where the servers are.
    @OptionGroup var cluster: ClusterOptions

    @Option(
        help: ArgumentHelp(
            "A server's webhook or status port to connect to; may be given more than once.", valueName: "host:port"))
    var address: [ServerAddressArgument] = []

    @Option(help: ArgumentHelp("The form of the report: text or json.", valueName: "form"))
    var output = Form.text

    /// Looks, prints, and ends the process.
    func run() throws {
        Signals.ignorePipe()
        let client = try cluster.client()
        CertificatesCommand.finish { [self] in
            let report = await CertificateReport.gathered(cluster, addresses: address, client: client)
            BlockingOutput.write(output == .json ? report.json : Array(report.text.utf8), to: STDOUT_FILENO)
            return report.problems.isEmpty ? 0 : 1
        }
    }
}
