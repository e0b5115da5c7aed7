internal import ArgumentParser
internal import CertificateAuthority
internal import Glibc
internal import KubernetesClient
internal import Posix

/// `k8s-wait-server certs rotate`.
struct RotateCommand: ParsableCommand {
    /// The word for it.
    static let name = "rotate"
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Has the next authority sign from now on, long before its time.",
        discussion: """
            Lists the pods that would be stranded by it, and changes nothing without --yes. The servers see the change by \
            themselves: they sign anew, mend caBundle, and give new pods the new pins.
            """)

    /// Where, and how long what is made lives.
    @OptionGroup var rotation: RotationOptions

    @Flag(help: "Do it.")
    var yes = false

    /// Refuses what would only be noticed by the servers.
    func validate() throws {
        if let problem = rotation.lifetimes.times.problem { throw ValidationError(problem) }
    }

    /// Looks, prints, does it if it is to be done, and ends the process.
    func run() throws {
        Signals.ignorePipe()
        let client = try rotation.cluster.client()
        CertificatesCommand.finish { [self] in
            let secret = rotation.cluster.secret(client)
            guard let record = try await secret.read() else {
                throw KubernetesError(
                    .notFound,
                    "there is no Secret \(secret.place) with authorities: certificates come from files, or no server has run yet"
                )
            }
            let times = rotation.lifetimes.times
            let plan = RotationPlan(
                place: secret.place, record: record, pods: try await PinnedPods.all(of: client), times: times,
                now: WallClock.seconds())
            write(plan.text)
            guard yes else {
                write("Nothing has been changed. With --yes the successor signs from now on.\n")
                return 1
            }
            let stored = try await secret.promote(record, times: times, now: WallClock.seconds())
            write("Done. Secret \(secret.place):\n")
            for member in stored.members {
                write(CertificateReport.lines(of: member.certificate, "\(member.role) ").joined(separator: "\n") + "\n")
            }
            return 0
        }
    }

    private func write(_ text: String) { BlockingOutput.write(Array(text.utf8), to: STDOUT_FILENO) }
}
