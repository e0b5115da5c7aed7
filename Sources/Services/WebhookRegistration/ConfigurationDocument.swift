package import JSONText

/// What is read of a MutatingWebhookConfiguration.
package struct ConfigurationDocument: Hashable, Sendable {
    /// The configuration's name.
    package private(set) var name = ""
    /// Its entries, in order: a patch names them by their place.
    package private(set) var entries: [ConfigurationEntry] = []

    /// Reads a configuration; members that are missing, or null, count as empty.
    ///
    /// - Throws: where the text is no object, or a member has another type.
    package init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let member = try reader.nextKey() {
                    if member.isEqual(to: "name") { name = try reader.readStringUnlessNull() ?? "" }
                }
            case "webhooks":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { entries.append(try Self.entry(&reader)) }
            default: break
            }
        }
    }

    private static func entry(_ reader: inout JSONReader) throws(JSONError) -> ConfigurationEntry {
        var entry = ConfigurationEntry()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": entry.name = try reader.readStringUnlessNull() ?? ""
            case "clientConfig":
                guard try reader.beginObjectUnlessNull() else { continue }
                try readClientConfig(&reader, into: &entry)
            default: break
            }
        }
        return entry
    }

    private static func readClientConfig(
        _ reader: inout JSONReader, into entry: inout ConfigurationEntry
    ) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "caBundle": entry.caBundle = try reader.readStringUnlessNull() ?? ""
            case "url": if let url = try reader.readStringUnlessNull() { entry.serverName = host(of: url) }
            case "service":
                guard try reader.beginObjectUnlessNull() else { continue }
                var (name, namespace) = ("", "")
                while let member = try reader.nextKey() {
                    switch member {
                    case "name": name = try reader.readStringUnlessNull() ?? ""
                    case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
                    default: break
                    }
                }
                // What the API server's client asks for, whatever address it connects to.
                if !name.isEmpty, !namespace.isEmpty { entry.serverName = "\(name).\(namespace).svc" }
            default: break
            }
        }
    }

    /// The host of an `https` URL, without brackets or port. The API server admits neither user nor query there.
    private static func host(of url: String) -> String? {
        guard url.hasPrefix("https://") else { return nil }
        let authority = url.dropFirst("https://".count).prefix { $0 != "/" }
        if authority.hasPrefix("[") {
            let address = authority.dropFirst().prefix { $0 != "]" }
            return address.isEmpty ? nil : String(address)
        }
        let host = authority.prefix { $0 != ":" }
        return host.isEmpty ? nil : String(host)
    }
}
