internal import Posix

/// The names and addresses at which clients reach this server, which its certificate must have.
package struct ServerNames: Hashable, Sendable {
    /// DNS names, in lower case, each once.
    package private(set) var dnsNames: [String] = []
    /// Numeric addresses.
    package private(set) var ipAddresses: [String] = []

    /// The host of an https URL, and more names and addresses. Nil where one of them can be neither; `problem` says which.
    ///
    /// - Parameters:
    ///   - url: `https://HOST[:PORT][/PATH]`, IPv6 in brackets.
    ///   - names: DNS names, where the first label may be `*`, and addresses without brackets.
    package init?(url: String, names: [String]) {
        guard let host = Self.host(of: url) else { return nil }
        for name in [host] + names {
            guard add(name) else { return nil }
        }
    }

    /// What is wrong with a list of names, as half a sentence; nil for nothing.
    package static func problem(with names: [String]) -> String? {
        names.first { !isName($0) && !isAddress($0) }
            .map { "\"\($0)\" is neither a DNS name nor an IP address" }
    }

    private mutating func add(_ name: String) -> Bool {
        if Self.isAddress(name) {
            if !ipAddresses.contains(name) { ipAddresses.append(name) }
            return true
        }
        guard Self.isName(name) else { return false }
        let name = name.lowercased()
        if !dnsNames.contains(name) { dnsNames.append(name) }
        return true
    }

    private static func isAddress(_ text: String) -> Bool {
        // A zone names an interface of this machine, and means nothing to a client; brackets belong to URLs.
        !text.contains("%") && !text.contains("[") && SocketAddress(numericHost: text, port: 0) != nil
    }

    /// RFC 1123, 2.1, and RFC 6125, 6.4.3: labels of letters, digits and hyphens; the whole first one may be a star.
    private static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 253, !isAddress(text) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.enumerated().allSatisfy { index, label in
            if label == "*" { return index == 0 && labels.count > 1 }
            return 1...63 ~= label.utf8.count && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func host(of url: String) -> String? {
        guard url.hasPrefix("https://") else { return nil }
        let authority = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        return String(authority.prefix { $0 != ":" })
    }
}
