import Encodings

/// The forms of name that Kubernetes has (kubernetes.io/docs/concepts/overview/working-with-objects/names).
package enum NameRule: Sendable {
    /// An RFC 1123 label: up to 63 of `a-z 0-9 -`, a letter or digit at both ends. Namespaces; Services, for which
    /// Kubernetes is moving from RFC 1035 labels to these (feature gate RelaxedServiceNameValidation).
    case label
    /// An RFC 1123 subdomain: labels with dots between, 253 characters in all. Jobs and most other objects.
    case subdomain

    /// Whether a text is such a name.
    package func accepts(_ name: ArraySlice<UInt8>) -> Bool {
        switch self {
        case .label: return Self.isLabel(name)
        case .subdomain:
            guard name.count <= 253 else { return false }
            var rest = name
            while let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
                guard Self.isLabel(rest[..<dot]) else { return false }
                rest = rest[(dot + 1)...]
            }
            return Self.isLabel(rest)
        }
    }

    /// The name that a text is, checked; `what` says in the message what it is the name of: `Service`, `namespace`.
    func checked(_ text: SourceText, _ what: String) throws(Mistake) -> String {
        guard text.count > 0 else { throw Mistake(.invalidName, at: text.column, "The \(what)'s name is empty.") }
        if accepts(text.bytes[...]) { return text.string }
        throw Mistake(.invalidName, at: text.column(at: offendingIndex(text.bytes)), message(text, what))
    }

    private func message(_ text: SourceText, _ what: String) -> String {
        let shown = "\(Excerpt.quoted(text.string)) is not a valid \(what) name"
        let likely = text.bytes.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : Self.lowercased($0) }
        if accepts(likely[...]) {
            return "\(shown); did you mean \(Excerpt.of(String(decoding: likely, as: UTF8.self), limit: 40))?"
        }
        let limit =
            switch self {
            case .label: "at most 63 lower-case letters, digits and hyphens, no hyphen at either end."
            case .subdomain: "lower-case letters, digits, hyphens and dots, 63 between dots and 253 in all."
            }
        return "\(shown): \(limit)"
    }

    /// Where the first byte is that no such name contains, else 0.
    func offendingIndex(_ bytes: some Sequence<UInt8>) -> Int {
        let offending = bytes.enumerated().first { _, byte in
            !Self.isAlphanumeric(byte) && byte != UInt8(ascii: "-")
                && !(byte == UInt8(ascii: ".") && self == .subdomain)
        }
        return offending?.offset ?? 0
    }

    private static func isLabel(_ name: ArraySlice<UInt8>) -> Bool {
        guard 1...63 ~= name.count, let first = name.first, first != UInt8(ascii: "-") else { return false }
        var last = first
        for byte in name {
            guard isAlphanumeric(byte) || byte == UInt8(ascii: "-") else { return false }
            last = byte
        }
        return last != UInt8(ascii: "-")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// The ASCII letter in lower case; any other byte as it is.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
