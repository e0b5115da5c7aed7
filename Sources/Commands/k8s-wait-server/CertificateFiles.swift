internal import CertificateAuthority
internal import Posix
internal import TLS

/// The files that an identity is read from.
struct CertificateFiles: Hashable, Sendable {
    /// PEM: the serving certificate first, then what signed it.
    let certificate: String
    /// PEM: its key.
    let key: String
    /// PEM: the authorities that clients are told to trust.
    let authorities: String

    /// Reads them.
    ///
    /// - Throws: `PosixError` for a file that cannot be read, `TLSError` for one that is not what it should be, and when
    ///   the chain lacks the authority: clients that compare pins would then refuse it.
    func read() throws -> (identity: ServedIdentity, key: [UInt8]) {
        let chain = try FileContents.read(certificate)
        let trusted = try TrustedAuthorities(pem: FileContents.read(authorities))
        let presented = try TrustedAuthorities(pem: chain)
        guard !Set(presented.pins).isDisjoint(with: trusted.pins) else {
            throw TLSError(
                .certificate,
                "\(certificate) holds none of the authorities of \(authorities); append the one that signed it, since "
                    + "the init containers know authorities by the pins of their keys and need to see one")
        }
        return (try ServedIdentity(chain: chain, trusted: trusted), try FileContents.read(key))
    }
}
