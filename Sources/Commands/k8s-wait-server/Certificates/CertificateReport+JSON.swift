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
            member("name", place, &writer)
            member("promoted", record.promoted, &writer)
            list("authorities", record.members, &writer) { authority, writer in
                member("role", authority.role.rawValue, &writer)
                Self.write(authority.certificate, into: &writer)
            }
        }
        list("served", served, &writer) { server, writer in
            member("address", server.address, &writer)
            switch server.chain {
            case .found(let chain):
                list("certificates", chain.certificates, &writer) { Self.write($0, into: &$1) }
            case .failed(let reason): member("error", reason, &writer)
            case .absent: break
            }
        }
        writer.key("configuration")
        write(configuration, into: &writer) { document, writer in
            member("name", document.name, &writer)
            list("entries", document.entries, &writer, write)
        }
        writer.key("pods")
        write(pods, into: &writer) { pods, writer in
            member("gated", Int64(pods.count), &writer)
            member("starting", Int64(pods.count { $0.isStarting }), &writer)
            strings("stranded", stranded.map(\.description), &writer)
        }
        strings("problems", problems, &writer)
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ entry: ConfigurationEntry, _ writer: inout JSONWriter) {
        member("name", entry.name, &writer)
        if let name = entry.serverName { member("serverName", name, &writer) }
        let bundle = Base64.decode(entry.caBundle).flatMap { try? Certificate.parse(pem: $0) } ?? []
        list("caBundle", bundle, &writer) { Self.write($0, into: &$1) }
        if let difference = difference(of: entry) {
            writer.key("trustsSecret")
            writer.boolean(difference != .lack)
        }
        list("served", chains, &writer) { chain, writer in
            member("address", chain.address, &writer)
            let refusal = refusal(of: chain, by: entry)
            writer.key("trusted")
            writer.boolean(refusal == nil)
            if let refusal { member("reason", refusal, &writer) }
        }
    }

    private static func write(_ certificate: Certificate, into writer: inout JSONWriter) {
        func text(_ name: String, _ value: String, _ writer: inout JSONWriter) {
            writer.key(name)
            writer.string(value)
        }
        text("subject", certificate.subject, &writer)
        text("issuer", certificate.issuer, &writer)
        text("pin", Hexadecimal.text(of: certificate.publicKeyPin), &writer)
        writer.key("names")
        writer.beginArray()
        for name in certificate.dnsNames + certificate.ipAddresses.compactMap(IPAddressText.text) {
            writer.string(name)
        }
        writer.endArray()
        writer.key("notBefore")
        writer.integer(Int(certificate.notBefore))
        writer.key("notAfter")
        writer.integer(Int(certificate.notAfter))
    }

    // MARK: Parts

    private func write<Value>(
        _ observation: Observation<Value>, into writer: inout JSONWriter, _ body: (Value, inout JSONWriter) -> Void
    ) {
        if case .absent = observation { return writer.null() }
        writer.beginObject()
        switch observation {
        case .found(let value): body(value, &writer)
        case .failed(let reason): member("error", reason, &writer)
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

    private func strings(_ name: String, _ values: [String], _ writer: inout JSONWriter) {
        writer.key(name)
        writer.beginArray()
        for value in values { writer.string(value) }
        writer.endArray()
    }

    private func member(_ name: String, _ value: String, _ writer: inout JSONWriter) {
        writer.key(name)
        writer.string(value)
    }

    private func member(_ name: String, _ value: Int64, _ writer: inout JSONWriter) {
        writer.key(name)
        writer.integer(Int(value))
    }
}
