internal import TLS

extension RotationSchedule {
    /// A first document, or one in place of a document of which nobody is valid any more. Throws `issuing`.
    func newDocument(now: Int64) throws(TLSError) -> AuthorityDocument {
        AuthorityDocument(
            current: try Authority.made(now: now, notAfter: authorityEnd(beginning: now)),
            successor: try Authority.made(now: now, notAfter: authorityEnd(beginning: now &+ promoteAfter)),
            previous: nil, promoted: now)
    }

    /// The document after a change. Throws `issuing`.
    func document(_ document: AuthorityDocument, after change: Change, now: Int64) throws(TLSError) -> AuthorityDocument
    {
        switch change {
        case .renewal: return try newDocument(now: now)
        case .promotion:
            // Early where it is forced, late where nobody ran: the next one begins when this one's time is over.
            let begin = max(now, plannedPromotion(of: document.successor))
            return AuthorityDocument(
                current: document.successor,
                successor: try Authority.made(now: now, notAfter: authorityEnd(beginning: begin)),
                previous: AuthorityDocument.Former(document.current), promoted: now)
        case .retirement:
            return AuthorityDocument(
                current: document.current, successor: document.successor, previous: nil, promoted: document.promoted)
        }
    }
}
