internal import CertificateAuthority
internal import Encodings
internal import Readiness
internal import TLS
internal import WebhookRegistration

extension CertificateReport {
    /// The report for people to read, in whole lines.
    var text: String {
        (secretLines + servedLines + configurationLines + podLines + verdictLines).map { $0 + "\n" }.joined()
    }

    private var secretLines: [String] {
        switch authorities {
        case .absent: return ["Secret \(place): there is none. Certificates come from files, or no server has run yet."]
        case .failed(let reason): return ["Secret \(place): \(reason)"]
        case .found(let record):
            return ["Secret \(place), signing since \(Self.moment(record.promoted)):"]
                + record.members.flatMap { Self.lines(of: $0.certificate, "\($0.role) ") }
        }
    }

    private var servedLines: [String] {
        if served.isEmpty {
            return ["Served: not looked at. Serving certificates are in the servers alone; --address shows them."]
        }
        return served.flatMap { server -> [String] in
            switch server.chain {
            case .found(let chain):
                return ["Served at \(server.address):"] + chain.certificates.flatMap { Self.lines(of: $0, "") }
            case .absent: return ["Served at \(server.address): nothing"]
            case .failed(let reason): return ["Served at \(server.address): \(reason)"]
            }
        }
    }

    private var configurationLines: [String] {
        guard let configurationName else { return [] }
        let subject = "MutatingWebhookConfiguration \(configurationName)"
        switch configuration {
        case .absent: return ["\(subject): there is none"]
        case .failed(let reason): return ["\(subject): \(reason)"]
        case .found(let document): return ["\(subject):"] + document.entries.flatMap(lines)
        }
    }

    private func lines(of entry: ConfigurationEntry) -> [String] {
        var lines = ["  \(entry.name), which asks for \(entry.serverName ?? "no name that can be read")"]
        let bundle = Base64.decode(entry.caBundle).flatMap { try? Certificate.parse(pem: $0) } ?? []
        if bundle.isEmpty { lines.append("    caBundle holds no certificate") }
        lines += bundle.flatMap { Self.lines(of: $0, "").map { "  \($0)" } }
        switch difference(of: entry) {
        case .lack: lines.append("    lacks an authority of the Secret")
        case .excess: lines.append("    trusts every authority of the Secret, and others besides")
        case .some(.none): lines.append("    trusts the authorities of the Secret")
        case nil: break
        }
        for chain in chains {
            let refusal = refusal(of: chain, by: entry)
            lines.append(
                refusal.map { "    does not trust \(chain.address): \($0)" } ?? "    trusts what \(chain.address) shows"
            )
        }
        return lines
    }

    private var podLines: [String] {
        switch pods {
        case .absent: return []
        case .failed(let reason): return ["Gated pods: \(reason)"]
        case .found(let pods):
            let starting = pods.count { $0.isStarting }
            return ["Gated pods: \(pods.count), of which \(starting) are starting"]
                + stranded.map { "  \($0) trusts nobody who could answer it" }
        }
    }

    private var verdictLines: [String] {
        problems.isEmpty ? ["Nothing is wrong."] : ["Wrong:"] + problems.map { "  \($0)" }
    }

    /// What tells a certificate from others: two lines, indented.
    static func lines(of certificate: Certificate, _ prefix: String) -> [String] {
        let names = certificate.dnsNames + certificate.ipAddresses.compactMap(IPAddressText.text)
        let purpose = names.isEmpty ? "" : " for \(names.joined(separator: ", "))"
        return [
            "  \(prefix)\(certificate.subject)\(purpose), "
                + "\(moment(certificate.notBefore)) to \(moment(certificate.notAfter))",
            "    pin \(Hexadecimal.text(of: certificate.publicKeyPin))",
        ]
    }

    /// A moment in seconds since 1970, as people read it.
    static func moment(_ seconds: Int64) -> String { Timestamp(seconds: Int(seconds)).description }
}
