internal import ArgumentParser
internal import Dependencies
internal import HTTPServer

/// The limits of one port, as `NAME=VALUE,…`: those that are not named keep their defaults.
struct LimitsArgument: CustomStringConvertible {
    /// One limit: a number, or a time.
    private enum Limit {
        case count(@Sendable (inout HTTPServerLimits, Int) -> Void)
        case time(@Sendable (inout HTTPServerLimits, Duration) -> Void)
    }

    private static let limits: [(name: String, limit: Limit)] = [
        ("connections", .count { $0.connections = $1 }),
        ("connections-per-peer", .count { $0.connectionsPerPeer = $1 }),
        ("held-bytes", .count { $0.heldBytes = $1 }),
        ("requests-in-flight", .count { $0.requestsInFlight = $1 }),
        ("pipelined-requests", .count { $0.pipelinedRequests = $1 }),
        ("request-line-bytes", .count { $0.requestLineBytes = $1 }),
        ("header-bytes", .count { $0.headerBytes = $1 }),
        ("header-fields", .count { $0.headerFields = $1 }),
        ("body-bytes", .count { $0.bodyBytes = $1 }),
        ("handshake-timeout", .time { $0.handshakeTimeout = $1 }),
        ("header-timeout", .time { $0.headerTimeout = $1 }),
        ("body-timeout", .time { $0.bodyTimeout = $1 }),
        ("idle-timeout", .time { $0.idleTimeout = $1 }),
        ("write-timeout", .time { $0.writeTimeout = $1 }),
        ("linger-timeout", .time { $0.lingerTimeout = $1 }),
        ("peer-timeout", .time { $0.peerTimeout = $1 }),
        ("retry-after", .count { $0.retryAfter = $1 }),
    ]

    /// The names of all limits.
    static var names: [String] { limits.map(\.name) }

    /// What was written.
    let description: String
    private let changes: [@Sendable (inout HTTPServerLimits) -> Void]

    /// Parses the argument.
    ///
    /// - Throws: `ValidationError`, which names the part that is wrong and the nearest name.
    init(_ text: String) throws {
        description = text
        changes = try text.split(separator: ",").map { try Self.change(String($0)) }
    }

    /// No limit changed.
    init() {
        description = ""
        changes = []
    }

    /// The limits with these changes.
    func applied(to limits: HTTPServerLimits) -> HTTPServerLimits {
        var limits = limits
        for change in changes { change(&limits) }
        return limits
    }

    private static func change(_ part: String) throws -> @Sendable (inout HTTPServerLimits) -> Void {
        let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
        guard pair.count == 2 else { throw ValidationError("\"\(part)\" is not NAME=VALUE.") }
        switch limits.first(where: { $0.name == pair[0] })?.limit {
        case .count(let set)?:
            guard let value = Int(pair[1]), value > 0, value <= Int(Int32.max) else {
                throw ValidationError("\(part): a whole number from 1 to \(Int32.max) is needed.")
            }
            return { set(&$0, value) }
        case .time(let set)?:
            guard case .seconds(let seconds)? = TimeLimit(pair[1]) else {
                throw ValidationError("\(part): a time such as 10s or 2m is needed.")
            }
            return { set(&$0, .seconds(seconds)) }
        case nil:
            let near = Spelling.nearest(to: pair[0], among: names)
            let advice = near.map { "did you mean \($0)?" } ?? "the limits are \(names.joined(separator: ", "))."
            throw ValidationError("There is no limit \"\(pair[0])\"; \(advice)")
        }
    }
}
