import ServerTestKit

extension Trial {
    /// What peers may do to the server's ports, a row a kind, and what many of them may do together.
    static let hostileTrials =
        Attack.allCases.map(hostile) + [
            Trial(
                name: "many-idle", summary: "10,000 connections to the status port say nothing, and stay",
                duration: .seconds(30), shortDuration: .seconds(1),
                serverOptions: ["--status-limits", "header-timeout=1h"],
                begin: {
                    try await $0.attack(.idleConnections, $0.statusTarget(), connections: $0.scale.idleConnections)
                },
                end: { try await $0.endAttacks() }),
            Trial(
                name: "few-descriptors",
                summary: "the server may open 1,000 files, and the status port gets 2,000 peers",
                duration: .seconds(30), shortDuration: .seconds(1), descriptors: 1_000,
                begin: { try await $0.attack(.idleConnections, $0.statusTarget(), connections: 2_000) },
                end: { try await $0.endAttacks() }),
        ]

    /// Fewer than the connections that come, and times that the fault outlasts.
    private static let limits = "connections=1000,handshake-timeout=5s,header-timeout=5s,body-timeout=5s"

    private static func hostile(_ attack: Attack) -> Trial {
        Trial(
            name: attack.words.joined(separator: "-"), summary: "\(attack.words.joined(separator: " ")) at the webhook",
            duration: .seconds(30), shortDuration: .seconds(1), serverOptions: ["--webhook-limits", limits],
            begin: { try await $0.attack(attack, $0.webhookTarget(), connections: 2_000) },
            end: { try await $0.endAttacks() })
    }
}

extension Attack {
    /// `slowHandshakes` as `slow`, `handshakes`.
    fileprivate var words: [String] {
        rawValue.reduce(into: [""]) { words, letter in
            if letter.isUppercase { words.append("") }
            words[words.count - 1] += letter.lowercased()
        }
    }
}
