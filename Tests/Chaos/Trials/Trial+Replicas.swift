import EndToEndTestKit
import ServerTestKit

extension Trial {
    /// How many servers stand behind the balancer.
    static let replicaCount = 3
    private static let drainSeconds = 5

    /// What may happen to the servers themselves.
    static let replicaTrials = [
        Trial(
            name: "rolling-restart", summary: "three replicas are replaced one after the other, as a Deployment does",
            duration: .zero, shortDuration: .zero,
            serverOptions: replicaOptions, isReplicated: true, gates: 100, begin: { _ in },
            course: { site in
                for number in 0..<replicaCount {
                    try await site.startReplica("new-\(number)", replicaOptions)
                    guard let status = await site.replicas?.end("old-\(number)"), status == 0 else {
                        throw ChildProcess.StartFailure(description: "old-\(number) did not end with exit code 0")
                    }
                }
            }, end: { _ in }, check: isSpread)
    ]

    /// Everybody comes from the balancer's address, and some hundred pods before the watch tells of them.
    private static let replicaOptions = [
        "--drain-time", "\(drainSeconds)s", "--peer-limits", "unknown-pods=5000", "--loops", "1",
    ]

    /// No fifth of the drain time may be given many more of the streams that have to move than its share.
    @Sendable private static func isSpread(_ counts: Ledger.Counts) -> String? {
        let part = drainSeconds * 1_000 / 5
        let parts = Dictionary(grouping: counts.moves) { min(4, $0 / part) }.mapValues(\.count)
        let shares = (0..<5).map { parts[$0, default: 0] * 100 / max(1, counts.moves.count) }
        let text = shares.map { "\($0) %" }.joined(separator: ", ")
        say("rolling-restart: \(counts.moves.count) streams were told to move; of each fifth of the drain time \(text)")
        guard counts.moves.count >= 50 else { return "only \(counts.moves.count) streams were told to move" }
        return shares.allSatisfy { (10...35).contains($0) } ? nil : "the streams that move are not spread: \(text)"
    }
}
