package import TLS

/// What this replica shows to its clients, and whom they are to trust for it.
package struct ServedIdentity: Hashable, Sendable {
    /// PEM: the serving certificate first, then what signed it.
    package let chain: [UInt8]
    /// When the first certificate of the chain to end does, in seconds since 1970.
    package let expiry: Int64
    /// Who is published as trusted.
    package let trusted: TrustedAuthorities

    /// Throws `certificate` when the chain cannot be read.
    package init(chain: [UInt8], trusted: TrustedAuthorities) throws(TLSError) {
        self.chain = chain
        self.trusted = trusted
        expiry = try Certificate.parse(pem: chain).map(\.notAfter).min() ?? 0
    }
}
