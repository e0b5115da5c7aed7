internal import CertificateAuthority
internal import Encodings
internal import TLS
internal import WebhookRegistration

/// What servers show, what is published of it, and who accepts it. A plain value: everything was looked at before.
struct CertificateReport: Sendable {
    /// What one server shows.
    struct Served: Sendable {
        /// Where.
        let address: String
        /// What.
        let chain: Observation<ServedChain>
    }

    /// When all this was seen, in seconds since 1970.
    let now: Int64
    /// The Secret, as messages name it.
    let place: String
    /// The authorities in it.
    let authorities: Observation<AuthorityRecord>
    /// What was asked for at the addresses given.
    let served: [Served]
    /// The webhook configuration's name; nil where none was to be looked at.
    let configurationName: String?
    /// What it says.
    let configuration: Observation<ConfigurationDocument>
    /// The gated pods.
    let pods: Observation<[PinnedPod]>

    /// The chains that could be seen.
    var chains: [ServedChain] { served.compactMap { $0.chain.value } }

    /// By whose keys a pod accepts what is served: those of each chain that was seen, else the one of the authority that
    /// signs now.
    var signers: [Set<String>] {
        let seen = chains.map { Set($0.certificates.map { Hexadecimal.text(of: $0.publicKeyPin) }) }
        if !seen.isEmpty { return seen }
        let current = authorities.value?.members.first { $0.role == .current }
        return current.map { [[Hexadecimal.text(of: $0.certificate.publicKeyPin)]] } ?? []
    }

    /// The pods that wait for an answer and accept nobody who could give it.
    var stranded: [PinnedPod] {
        (pods.value ?? []).filter { pod in signers.contains { pod.isStranded(with: $0) } }
    }

    /// Why API servers refuse a chain by an entry's `caBundle`; nil where they accept it.
    func refusal(of chain: ServedChain, by entry: ConfigurationEntry) -> String? {
        guard let bundle = Base64.decode(entry.caBundle), !bundle.isEmpty else { return "it has no caBundle" }
        do throws(TLSError) {
            try ChainVerification.verify(chain: chain.pem, against: bundle, for: entry.serverName)
            return nil
        } catch {
            return error.message
        }
    }

    /// How an entry's `caBundle` stands to the authorities of the Secret; nil where those are not known.
    func difference(of entry: ConfigurationEntry) -> BundlePatch.Difference? {
        guard let trusted = authorities.value?.trusted, let wanted = CertificateBundle(pem: trusted.certificates) else {
            return nil
        }
        return BundlePatch.difference(of: entry, from: wanted)
    }

    /// Everything that keeps somebody from being served, one sentence each; empty where all is well.
    var problems: [String] {
        var list: [String] = []
        if case .failed(let reason) = authorities { list.append("The authorities cannot be read: \(reason).") }
        for member in authorities.value?.members ?? [] where member.role != .previous {
            note(member.certificate, "The \(member.role) authority", &list)
        }
        for server in served {
            if case .failed(let reason) = server.chain {
                list.append("\(server.address) shows no certificate: \(reason).")
            }
            for certificate in server.chain.value?.certificates ?? [] {
                note(certificate, "\(certificate.subject) at \(server.address)", &list)
            }
        }
        noteConfiguration(&list)
        if case .failed(let reason) = pods { list.append("The gated pods cannot be listed: \(reason).") }
        if !stranded.isEmpty {
            list.append("\(stranded.count) of the pods that are starting trust nobody who could answer them.")
        }
        return list
    }

    private func noteConfiguration(_ list: inout [String]) {
        guard let configurationName else { return }
        let subject = "MutatingWebhookConfiguration \(configurationName)"
        switch configuration {
        case .absent: list.append("\(subject) does not exist.")
        case .failed(let reason): list.append("\(subject) cannot be read: \(reason).")
        case .found(let document):
            if document.entries.isEmpty { list.append("\(subject) has no entries.") }
            for entry in document.entries {
                for chain in chains {
                    guard let reason = refusal(of: chain, by: entry) else { continue }
                    list.append("Entry \(entry.name) does not trust \(chain.address): \(reason).")
                }
                if difference(of: entry) == .lack {
                    list.append("caBundle of entry \(entry.name) lacks an authority of Secret \(place).")
                }
            }
        }
    }

    private func note(_ certificate: Certificate, _ what: String, _ list: inout [String]) {
        if now > certificate.notAfter { list.append("\(what) has ended.") }
        if now < certificate.notBefore { list.append("\(what) is not valid yet.") }
    }
}
