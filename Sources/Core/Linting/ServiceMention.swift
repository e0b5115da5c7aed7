import WaitGraph

/// A host that a text of a container's settings names.
struct ServiceMention: Hashable, Sendable {
    /// The host, as it is written.
    let host: String
    /// The port after it; nil where there is none.
    let port: Int?

    /// What the names of variables end in, or have as one of their words, that hold a host.
    private static let hostWords: Set<String> = [
        "addr", "address", "addresses", "addrs", "bootstrap", "broker", "brokers", "dsn", "endpoint", "endpoints",
        "host",
        "hostname", "hosts", "node", "nodes", "peers", "seeds", "server", "servers", "service", "upstream", "uri",
        "url",
        "urls",
    ]

    /// Whether a variable of that name holds a host, so that a word alone may be one.
    static func isNamedAsHost(_ variable: String) -> Bool {
        variable.lowercased().split { !$0.isLetter && !$0.isNumber }.contains { hostWords.contains(String($0)) }
    }

    /// The hosts in a text, in order: those of URLs, those with a port, and, where `acceptsWords`, words alone. Names of
    /// Services in full count anyhow.
    static func all(in text: String, acceptsWords: Bool) -> [ServiceMention] {
        var mentions: [ServiceMention] = []
        for part in text.split(whereSeparator: { " \t\r\n,;|=\"'()<>".contains($0) }) {
            guard let mention = mention(in: part, acceptsWords: acceptsWords), !mentions.contains(mention) else {
                continue
            }
            mentions.append(mention)
        }
        return mentions
    }

    private static func mention(in part: Substring, acceptsWords: Bool) -> ServiceMention? {
        var rest = part
        var isURL = false
        if let scheme = part.firstRange(of: "://") {
            rest = part[scheme.upperBound...]
            isURL = true
        }
        rest = rest.prefix { !"/?#".contains($0) }
        if let sign = rest.lastIndex(of: "@") { rest = rest[rest.index(after: sign)...] }
        let pieces = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = pieces.first, pieces.count <= 2, !host.isEmpty,
            host.utf8.allSatisfy({ 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D || $0 == 0x2E })
        else { return nil }
        let port = pieces.count == 2 ? Int(pieces[1]) : nil
        guard pieces.count == 1 || port.map({ 1...65535 ~= $0 }) == true else { return nil }
        guard isURL || port != nil || acceptsWords || isInFull(String(host)) else { return nil }
        return ServiceMention(host: String(host), port: port)
    }

    /// Whether a host can only be a Service's: `redis.infra.svc`, with the cluster's domain or without.
    static func isInFull(_ host: String) -> Bool {
        let parts = host.split(separator: ".")
        return parts.count >= 3 && (parts.last == "svc" || host.hasSuffix(".svc.cluster.local"))
    }
}
