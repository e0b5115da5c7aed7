import Dependencies
import Dialects
import Encodings
import HTTP1

/// A request of k8s-when-ready's server: `GET /service/shop/postgres?uptime=5`, `GET /job/shop/migrate`.
struct LegacyQuestion: Hashable, Sendable {
    /// Service or Job.
    let kind: DependencyKind
    /// The object's namespace, as it was written.
    let namespace: String
    /// The object's name, as it was written.
    let name: String
    /// `uptime`, as it was written; nil where it was not.
    let uptime: String?

    /// Takes a request's path and query apart; nil for a path that asks nothing.
    ///
    /// As in that server a slash at the end makes no difference, and neither does the case of the first word.
    init?(_ head: HTTPRequestHead) {
        var parts = head.path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        if parts.count == 4, parts.last?.isEmpty == true { parts.removeLast() }
        let decoded = parts.compactMap(Self.decoded)
        guard decoded.count == 3, parts.count == 3, !decoded.contains("") else { return nil }
        switch decoded[0].lowercased() {
        case "service": kind = .service
        case "job": kind = .job
        default: return nil
        }
        namespace = decoded[1]
        name = decoded[2]
        uptime = Self.uptime(in: head.query ?? "")
    }

    /// The dependency that it asks for.
    func dependency() throws(Diagnostic) -> Dependency {
        try WhenReady.dependency(kind, namespace: namespace, name: name, uptime: uptime)
    }

    /// The last value of `uptime`; an empty one counts as 0, as it does there.
    private static func uptime(in query: String) -> String? {
        var uptime: String?
        for field in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard String(Substring(parts[0])) == "uptime" else { continue }
            let value = parts.count == 2 ? decoded(parts[1]) ?? "%" : ""
            uptime = value.isEmpty ? "0" : value
        }
        return uptime
    }

    /// Undoes percent-encoding; nil for text that is not so encoded.
    private static func decoded(_ text: Substring.UTF8View) -> String? {
        PercentEncoding.decode(text).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
