internal import CertificateAuthority
internal import Encodings
internal import JSONText
internal import TLS
internal import WebhookRegistration

extension CertificateReport {
    /// The report for programs: one JSON object. Times are in seconds since 1970. Where something could not be seen there is
    /// `error` in its place; where it does not exist, null.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("secret")
        write(authorities, into: &writer) { record, writer in
            writer.member("name", place)
            writer.member("promoted", Int(record.promoted))
            list("authorities", record.members, &writer) { authority, writer in
                writer.member("role", authority.role.rawValue)
                Self.write(authority.certificate, into: &writer)
            }
        }
        list("served", served, &writer) { server, writer in
            writer.member("address", server.address)
            switch server.chain {
            case .found(let chain):
                list("certificates", chain.certificates, &writer) { Self.write($0, into: &$1) }
            case .failed(let reason): writer.member("error", reason)
            case .absent: break
            }
        }
        writer.key("configuration")
        write(configuration, into: &writer) { document, writer in
            writer.member("name", document.name)
            list("entries", document.entries, &writer, write)
        }
        writer.key("pods")
        write(pods, into: &writer) { pods, writer in
            writer.member("gated", pods.count)
            writer.member("starting", pods.count { $0.isStarting })
            writer.member("stranded", stranded.map(\.description))
        }
        writer.member("problems", problems)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ entry: ConfigurationEntry, _ writer: inout JSONWriter) {
        writer.member("name", entry.name)
        if let name = entry.serverName { writer.member("serverName", name) }
        let bundle = Base64.decode(entry.caBundle).flatMap { try? Certificate.parse(pem: $0) } ?? []
        list("caBundle", bundle, &writer) { Self.write($0, into: &$1) }
        if let difference = difference(of: entry) {
            writer.key("trustsSecret")
            writer.boolean(difference != .lack)
        }
        list("served", chains, &writer) { chain, writer in
            writer.member("address", chain.address)
            let refusal = refusal(of: chain, by: entry)
            writer.key("trusted")
            writer.boolean(refusal == nil)
            if let refusal { writer.member("reason", refusal) }
        }
    }

    private static func write(_ certificate: Certificate, into writer: inout JSONWriter) {
        writer.member("subject", certificate.subject)
        writer.member("issuer", certificate.issuer)
        writer.member("pin", Hexadecimal.text(of: certificate.publicKeyPin))
        writer.member("names", certificate.dnsNames + certificate.ipAddresses.compactMap(IPAddressText.text))
        writer.member("notBefore", Int(certificate.notBefore))
        writer.member("notAfter", Int(certificate.notAfter))
    }

    // MARK: Parts

    private func write<Value>(
        _ observation: Observation<Value>, into writer: inout JSONWriter, _ body: (Value, inout JSONWriter) -> Void
    ) {
        if case .absent = observation { return writer.null() }
        writer.beginObject()
        switch observation {
        case .found(let value): body(value, &writer)
        case .failed(let reason): writer.member("error", reason)
        case .absent: break
        }
        writer.endObject()
    }

    private func list<Item>(
        _ name: String, _ items: [Item], _ writer: inout JSONWriter, _ body: (Item, inout JSONWriter) -> Void
    ) {
        writer.key(name)
        writer.beginArray()
        for item in items {
            writer.beginObject()
            body(item, &writer)
            writer.endObject()
        }
        writer.endArray()
    }
}
