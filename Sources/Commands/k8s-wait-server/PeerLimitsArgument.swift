internal import ArgumentParser
internal import Dependencies
internal import StatusServer

/// What one peer address may do on the status port, as `NAME=NUMBER,…`: what is not named keeps its default.
struct PeerLimitsArgument: CustomStringConvertible {
    private typealias Change = @Sendable (inout StatusServerSettings, Int) -> Void

    private static let limits: [(name: String, set: Change)] = [
        ("streams", { $0.maximumWaitsPerPeer = $1 }),
        ("requests-per-second", { $0.requestsPerSecondPerPeer = $1 }),
        ("request-burst", { $0.requestBurstPerPeer = $1 }),
        ("unknown-pods", { $0.maximumUnknownPodsPerPeer = $1 }),
        ("pod-reads-per-second", { $0.podReadsPerSecondPerPeer = $1 }),
    ]

    /// The names of all limits.
    static var names: [String] { limits.map(\.name) }

    /// What was written.
    let description: String
    private let values: [String: Int]

    /// Parses the argument.
    ///
    /// - Throws: `ValidationError`, which names the part that is wrong and the nearest name.
    init(_ text: String) throws {
        description = text
        var values: [String: Int] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { throw ValidationError("\"\(part)\" is not NAME=NUMBER.") }
            guard Self.names.contains(pair[0]) else {
                let near = Spelling.nearest(to: pair[0], among: Self.names)
                let advice =
                    near.map { "did you mean \($0)?" } ?? "the limits are \(Self.names.joined(separator: ", "))."
                throw ValidationError("There is no limit \"\(pair[0])\"; \(advice)")
            }
            guard let value = Int(pair[1]), value > 0, value <= Int(Int32.max) else {
                throw ValidationError("\(part): a whole number from 1 to \(Int32.max) is needed.")
            }
            values[pair[0]] = value
        }
        self.values = values
    }

    /// No limit changed.
    init() {
        description = ""
        values = [:]
    }

    /// Changes what is named.
    ///
    /// - Parameter connections: how many connections a peer may have: where nothing else is said, each may be a stream.
    func apply(to settings: inout StatusServerSettings, connections: Int) {
        settings.maximumWaitsPerPeer = connections
        for limit in Self.limits {
            if let value = values[limit.name] { limit.set(&settings, value) }
        }
    }
}
