internal import CertificateAuthority
internal import Encodings
internal import TLS

/// What having the successor sign now would come to. A plain value.
struct RotationPlan: Sendable {
    /// The Secret, as messages name it.
    let place: String
    /// The authorities now.
    let record: AuthorityRecord
    /// The gated pods now.
    let pods: [PinnedPod]
    /// As the servers have them.
    let times: CertificateTimes
    /// In seconds since 1970.
    let now: Int64

    /// By whose key pods accept what is served afterwards. The authority that signs now stays trusted for a while, so that
    /// nobody is refused who meets a server which has not heard of the change yet; but nothing new is signed by it, and so a
    /// pod that trusts only that one is stranded.
    var signers: Set<String> {
        Set(
            record.members.filter { $0.role == .successor }.map {
                Hexadecimal.text(of: $0.certificate.publicKeyPin)
            })
    }

    /// The pods that are starting and would be refused from then on until they are made anew.
    var stranded: [PinnedPod] { pods.filter { $0.isStranded(with: signers) } }

    /// The pods that have started and would be refused if their init containers ran again.
    var endangered: [PinnedPod] {
        pods.filter { !$0.isStranded(with: signers) && $0.isStrandedWhenRestarted(with: signers) }
    }

    /// The plan for people to read, in whole lines.
    var text: String {
        var lines = ["Secret \(place):"]
        lines += record.members.flatMap { CertificateReport.lines(of: $0.certificate, "\($0.role) ") }
        let starting = pods.count { $0.isStarting }
        lines.append(
            "\(stranded.count) of the \(starting) gated pods that are starting do not trust the successor: they would be "
                + "refused until they are made anew.")
        lines += stranded.map { "  \($0)" }
        lines.append(
            "\(endangered.count) that have started do not either: they would be refused if their init containers ran again, "
                + "as after a restart of their node.")
        lines += endangered.map { "  \($0)" }
        if let end = record.retirement(times), end > now {
            lines.append(
                "The last promotion was at \(CertificateReport.moment(record.promoted)). The previous authority was to be "
                    + "trusted until \(CertificateReport.moment(end)), and would be no longer: wait until then unless its "
                    + "key is in wrong hands.")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
