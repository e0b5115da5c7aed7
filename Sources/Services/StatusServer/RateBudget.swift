/// So many things a second, and so many at once after a pause: a bucket of tokens that fills by itself.
///
/// Times are seconds of any clock. One that jumps back gives nothing, one that jumps ahead gives no more than a full bucket.
struct RateBudget: Sendable {
    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    private var time: Double?

    /// A full bucket.
    init(perSecond: Int, burst: Int) {
        self.perSecond = Double(max(1, perSecond))
        self.burst = Double(max(1, burst))
        tokens = self.burst
    }

    /// Takes one token, if there is one.
    mutating func take(at now: Double) -> Bool {
        fill(at: now)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }

    /// Whether it is full at a moment, so that nothing is lost if it is forgotten.
    mutating func isFull(at now: Double) -> Bool {
        fill(at: now)
        return tokens >= burst
    }

    private mutating func fill(at now: Double) {
        defer { time = now }
        guard let time, now > time else { return }
        tokens = min(burst, tokens + (now - time) * perSecond)
    }
}

/// A budget for each peer. As many are kept as have been used lately, up to a limit; all beyond that share one.
struct PeerBudgets: Sendable {
    /// How many peers are told apart.
    static let mostPeers = 4_096

    private let fresh: RateBudget
    private var budgets: [String: RateBudget] = [:]
    private var others: RateBudget
    private var sweptAt = -Double.infinity

    /// Budgets that all are full.
    init(perSecond: Int, burst: Int) {
        fresh = RateBudget(perSecond: perSecond, burst: burst)
        others = fresh
    }

    /// How many peers are told apart now.
    var count: Int { budgets.count }

    /// Takes one token of a peer's, if there is one.
    mutating func take(_ peer: String, at now: Double) -> Bool {
        if budgets[peer] == nil {
            if budgets.count >= Self.mostPeers { sweep(at: now) }
            guard budgets.count < Self.mostPeers else { return others.take(at: now) }
        }
        return budgets[peer, default: fresh].take(at: now)
    }

    /// Forgets those who have not been heard of for long enough; not more often than once a second.
    private mutating func sweep(at now: Double) {
        guard abs(now - sweptAt) >= 1 else { return }
        sweptAt = now
        for peer in Array(budgets.keys) where budgets[peer]?.isFull(at: now) == true { budgets[peer] = nil }
    }
}
