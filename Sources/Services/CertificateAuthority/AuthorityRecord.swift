package import TLS

/// The authorities as they stand in their Secret, for people who look at them or have the next one sign before its time.
package struct AuthorityRecord: Hashable, Sendable {
    /// One of them.
    package struct Member: Hashable, Sendable {
        /// What it is.
        package let role: AuthorityRole
        /// What its certificate says.
        package let certificate: Certificate
    }

    /// The version of the Secret.
    let resourceVersion: String
    /// What it says.
    let document: AuthorityDocument

    /// Everybody in it: who signs, who signs next, who signed before.
    package var members: [Member] {
        [Member(role: .current, certificate: document.current.details)]
            + [Member(role: .successor, certificate: document.successor.details)]
            + (document.previous.map { [Member(role: .previous, certificate: $0.details)] } ?? [])
    }

    /// When the present one began to sign, in seconds since 1970.
    package var promoted: Int64 { document.promoted }

    /// Whom clients are told to trust.
    package var trusted: TrustedAuthorities { document.trusted }

    /// Until when the previous authority is to be trusted, in seconds since 1970; nil where there is none.
    package func retirement(_ times: CertificateTimes) -> Int64? {
        document.previous == nil ? nil : times.schedule.retirement(of: document)
    }
}
