internal import TLS

/// When what is due: a pure function of the document, the settings and the wall clock, so that every replica comes to the
/// same conclusion, and a clock that jumps costs nothing but a conclusion drawn again.
///
/// An authority signs for `promoteAfter` and stays valid for `authorityLifetime` from the moment at which it was to begin:
/// a successor is made when its predecessor begins to sign, and so lives `promoteAfter` longer. All times are in seconds.
struct RotationSchedule: Hashable, Sendable {
    /// What a document needs.
    enum Change: Hashable, Sendable {
        /// The successor becomes current, and a new one is made.
        case promotion
        /// Nothing that the previous authority signed is valid any more: it is trusted no longer.
        case retirement
        /// Nobody in the document is valid: everything is made anew.
        case renewal
    }

    /// How long a serving certificate lives.
    let leafLifetime: Int64
    /// How long an authority is valid from the moment at which it begins to sign.
    let authorityLifetime: Int64
    /// How long it signs.
    let promoteAfter: Int64

    /// What a document needs now; nil for nothing.
    func change(of document: AuthorityDocument, now: Int64) -> Change? {
        if now >= end(of: document) { return .renewal }
        if now >= promotion(of: document) { return .promotion }
        if document.previous != nil, now >= retirement(of: document) { return .retirement }
        return nil
    }

    /// When the successor is to become current: when the current one has no more life left than it may have then, but not
    /// before the successor has been known for the time that the news of it takes, unless the current one ends.
    func promotion(of document: AuthorityDocument) -> Int64 {
        let regular = plannedPromotion(of: document.current)
        return min(max(regular, document.promoted &+ leafLifetime), document.current.details.notAfter)
    }

    /// When an authority has signed for as long as it is to sign.
    func plannedPromotion(of authority: Authority) -> Int64 {
        authority.details.notAfter &- (authorityLifetime &- promoteAfter)
    }

    /// When the previous authority is to go: nothing that it signed lives longer. A replica that has not heard of the
    /// promotion within that time signs with the successor by itself, if the promotion was due.
    func retirement(of document: AuthorityDocument) -> Int64 {
        document.promoted &+ leafLifetime &+ Self.slack
    }

    /// Who signs. Once a promotion is due it is the successor, even before anybody has been able to write that down:
    /// whoever trusts the one trusts the other.
    func signer(of document: AuthorityDocument, now: Int64) -> Authority {
        now >= promotion(of: document) ? document.successor : document.current
    }

    /// The last second of a new authority that is to begin to sign at `begin`.
    func authorityEnd(beginning begin: Int64) -> Int64 { begin &+ authorityLifetime }

    /// The last second of a leaf that is made now. One more than its lifetime, since the present second is part of it.
    func leafEnd(now: Int64, signer: Authority) -> Int64 {
        min(now &+ leafLifetime &+ 1, signer.details.notAfter)
    }

    /// When a leaf is to be renewed: at two thirds of its life, and not in the second in which it was made.
    func leafRenewal(made: Int64, notAfter: Int64) -> Int64 {
        made &+ max(1, (notAfter &- made &- 1) &* 2 / 3)
    }

    /// What clocks may differ by, in seconds, when a certificate is judged to have ended.
    private static let slack: Int64 = 1

    private func end(of document: AuthorityDocument) -> Int64 {
        max(document.current.details.notAfter, document.successor.details.notAfter)
    }
}
