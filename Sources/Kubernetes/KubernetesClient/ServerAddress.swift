/// The API server's URL, taken apart: `https://HOST[:PORT][/PATH]`.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Whether the connection is encrypted.
    package let isEncrypted: Bool
    /// The host name, or an address without brackets.
    package let host: String
    /// The port; 443 or 80 when the URL names none.
    package let port: Int
    /// What comes before every path, without a slash at its end: usually empty.
    package let pathPrefix: String

    /// An address that is known to be right.
    package init(isEncrypted: Bool = true, host: String, port: Int, pathPrefix: String = "") {
        self.isEncrypted = isEncrypted
        self.host = host
        self.port = port
        self.pathPrefix = pathPrefix
    }

    /// Takes a URL apart. Throws for one with another scheme, with a user, a query or a fragment, or without a host.
    package init(url: String) throws(KubernetesError) {
        var rest = url[...]
        if rest.hasPrefix("https://") {
            isEncrypted = true
        } else if rest.hasPrefix("http://") {
            isEncrypted = false
        } else {
            throw Self.refusal(url, "it must begin with https:// or http://")
        }
        rest.removeFirst(isEncrypted ? 8 : 7)
        guard rest.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), !rest.contains(where: { "?#@\\\"".contains($0) }) else {
            throw Self.refusal(url, "it may have a host, a port and a path, and nothing else")
        }
        let authority = rest.prefix { $0 != "/" }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        pathPrefix = String(path)
        guard let (host, port) = Self.split(authority) else {
            throw Self.refusal(url, "\"\(authority)\" is not HOST or HOST:PORT")
        }
        self.host = host
        self.port = port ?? (isEncrypted ? 443 : 80)
    }

    /// The URL, always with a port.
    package var description: String {
        "\(isEncrypted ? "https" : "http")://\(authority)\(pathPrefix)"
    }

    /// Host and port as they stand in a URL.
    package var authority: String { "\(bracketedHost):\(port)" }

    /// The host as it stands in a URL.
    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Whether the connection does not leave this machine.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[authority.index(after: authority.startIndex)..<end]
            let tail = authority[authority.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":"), host.contains(":") else { return nil }
            if !tail.isEmpty { port = tail.dropFirst() }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains("["), !host.contains("]") else { return nil }
        guard let port else { return (String(host), nil) }
        guard port.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(port), 1...65535 ~= number else {
            return nil
        }
        return (String(host), number)
    }

    private static func refusal(_ url: String, _ why: String) -> KubernetesError {
        KubernetesError(.configuration, "the API server's address \"\(url)\" cannot be used: \(why)")
    }
}
