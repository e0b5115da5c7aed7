internal import CertificateAuthority
internal import Posix
internal import TLS

/// The files that an identity is read from.
struct CertificateFiles: Hashable, Sendable {
    /// PEM: the serving certificate first, then what signed it; one of the authorities may be missing at the end.
    let certificate: String
    /// PEM: its key.
    let key: String
    /// PEM: the authorities that clients are told to trust.
    let authorities: String

    /// Reads them. A chain without any of the authorities is completed by the one that signed its last certificate, since
    /// clients that compare pins must be shown it: cert-manager, for one, leaves roots out.
    ///
    /// - Throws: `PosixError` for a file that cannot be read, `TLSError` for one that is not what it should be, and when
    ///   none of the authorities has signed the chain.
    func read() throws -> (identity: ServedIdentity, key: [UInt8]) {
        var chain = try FileContents.read(certificate)
        let trusted = try TrustedAuthorities(pem: FileContents.read(authorities))
        let presented = try TrustedAuthorities(pem: chain)
        if Set(presented.pins).isDisjoint(with: trusted.pins) {
            guard let signer = try ChainVerification.signer(ofLastIn: chain, among: trusted.certificates) else {
                throw TLSError(
                    .certificate,
                    "\(certificate) holds none of the authorities of \(authorities), and none of them has signed its last "
                        + "certificate; append what is missing between, since the init containers know authorities by "
                        + "the pins of their keys and need to see one")
            }
            // The file's last line may have no end.
            chain += [UInt8(ascii: "\n")] + signer
        }
        return (try ServedIdentity(chain: chain, trusted: trusted), try FileContents.read(key))
    }
}
