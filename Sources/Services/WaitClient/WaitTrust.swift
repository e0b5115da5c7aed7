/// Whom the client trusts to be the status server.
package enum WaitTrust: Hashable, Sendable {
    /// Whoever has a chain through an authority with one of these keys: SHA-256 digests of 32 bytes.
    case pins([[UInt8]])
    /// The authorities in this file, in PEM form.
    case file(String)
}
