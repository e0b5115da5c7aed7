internal import TLS

/// All that replicas share: who signs now, who will sign next, and who signed before.
struct AuthorityDocument: Hashable, Sendable {
    /// A former authority, whose key is gone.
    struct Former: Hashable, Sendable {
        /// Its certificate: one block of PEM.
        let certificate: [UInt8]
        /// What the certificate says.
        let details: Certificate

        /// Reads one. Throws `certificate` when it is not an authority's.
        init(certificate: [UInt8]) throws(TLSError) {
            details = try Authority.details(of: certificate)
            self.certificate = certificate
        }

        /// What stays of an authority that signs no more.
        init(_ authority: Authority) {
            certificate = authority.certificate
            details = authority.details
        }
    }

    /// The one that signs.
    let current: Authority
    /// The one that will sign next. It is trusted already, so that nobody is stranded when it does.
    let successor: Authority
    /// The one that signed before, for as long as a certificate of it may be in use.
    let previous: Former?
    /// When `current` became what it is, in seconds since 1970.
    let promoted: Int64

    /// Everybody in it, whether they sign or not.
    var trusted: TrustedAuthorities {
        TrustedAuthorities(
            certificates: current.certificate + successor.certificate + (previous?.certificate ?? []),
            parsed: [current.details, successor.details] + (previous.map { [$0.details] } ?? []))
    }
}
