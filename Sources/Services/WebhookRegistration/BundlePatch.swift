internal import Encodings
internal import JSONText

/// Compares `caBundle` of each entry with the authorities that are to be trusted, and makes the patch that puts it right.
/// Pure.
package enum BundlePatch {
    /// How an entry stands.
    package enum Difference: Hashable, Sendable, Comparable {
        /// It trusts exactly those.
        case none
        /// It trusts all of them and others besides: those of a replica that is a step ahead or behind, say. Nobody is
        /// refused for it.
        case excess
        /// It lacks one: an API server may refuse us.
        case lack
    }

    /// How an entry stands to a bundle.
    package static func difference(of entry: ConfigurationEntry, from wanted: CertificateBundle) -> Difference {
        guard let pem = Base64.decode(entry.caBundle), let stored = CertificateBundle(pem: pem) else { return .lack }
        if stored == wanted { return .none }
        return stored.contains(wanted) ? .excess : .lack
    }

    /// The JSON Patch (RFC 6902) that gives every entry that differs this bundle; nil when none does.
    ///
    /// Each change is preceded by a `test` of the entry's name: entries are named by their place, and somebody may have
    /// moved them since the configuration was read. Then the API server refuses the whole patch (422) and nothing is changed.
    ///
    /// - Parameter pem: the bundle as it is to be stored, before Base64.
    package static func make(for document: ConfigurationDocument, pem: [UInt8]) -> [UInt8]? {
        guard let wanted = CertificateBundle(pem: pem) else { return nil }
        let places = document.entries.indices.filter { difference(of: document.entries[$0], from: wanted) != .none }
        guard !places.isEmpty else { return nil }
        var writer = JSONWriter(capacity: places.count * (pem.count * 3 / 2 + 256))
        writer.beginArray()
        for place in places {
            operation("test", "/webhooks/\(place)/name", &writer)
            writer.string(document.entries[place].name)
            writer.endObject()
            // `add` replaces what is there (RFC 6902, 4.1); `replace` would fail where there is nothing yet.
            operation("add", "/webhooks/\(place)/clientConfig/caBundle", &writer)
            writer.base64(pem)
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes
    }

    private static func operation(_ name: String, _ path: String, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("op", name)
        writer.member("path", path)
        writer.key("value")
    }
}
