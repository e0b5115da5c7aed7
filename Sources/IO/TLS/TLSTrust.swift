/// Whose certificates a client accepts. The name or address that the session is for is verified too, but for `anybody`.
package enum TLSTrust: Hashable, Sendable {
    /// SHA-256 digests (32 bytes each) of the SubjectPublicKeyInfo of certificate authorities: one of them must be in
    /// the chain that the server presents, and is then the only anchor of the usual verification.
    case pins([[UInt8]])
    /// A PEM bundle of authorities.
    case authorities([UInt8])
    /// Any certificate, for any name: only for a question whose answer nobody relies on.
    case anybody
}
