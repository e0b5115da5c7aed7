import Encodings

/// Names and addresses of hosts (RFC 1123, section 2.1), in lower case: DNS compares without case.
enum HostName {
    /// The host that a text names in front of a port or a path: a name, with or without its final dot, or an IPv4 address.
    static func checked(_ text: SourceText) throws(Mistake) -> String {
        let lowered = text.bytes.map(NameRule.lowercased)
        let name = lowered.last == UInt8(ascii: ".") ? lowered.dropLast() : lowered[...]
        // The last part of a name is never a number, so that an address with a slip is not looked up as a name.
        let isNumeric = name.split(separator: UInt8(ascii: ".")).last?.allSatisfy(isDigit) ?? false
        guard NameRule.subdomain.accepts(name), !isNumeric || IPAddressText.isVersion4(lowered[...]) else {
            let index = isNumeric ? 0 : NameRule.subdomain.offendingIndex(lowered)
            throw Mistake(
                .invalidAddress, at: text.column(at: index),
                text.count == 0
                    ? "The name of the host is empty." : "\(Excerpt.quoted(text.string)) is not a valid host name.")
        }
        return String(decoding: lowered, as: UTF8.self)
    }

    /// A host name that stands alone, to be looked up.
    static func resolvable(_ text: SourceText) throws(Mistake) -> String {
        let shown = Excerpt.quoted(text.string)
        if text.firstOffset(of: "://") != nil {
            throw Mistake(.invalidAddress, at: text.column, "\(shown) is a URL; write the name of its host alone.")
        }
        if let sign = text.bytes.firstIndex(where: { [UInt8(ascii: "/"), UInt8(ascii: ":")].contains($0) }) {
            throw Mistake(
                .invalidAddress, at: text.column(at: sign),
                "\(shown) is more than a host name; write the name alone, or list HOST:PORT in wait.k8s/for-tcp.")
        }
        return try checked(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
