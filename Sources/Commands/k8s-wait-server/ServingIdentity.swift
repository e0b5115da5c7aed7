internal import Encodings
internal import Posix
internal import TLS

/// The certificate that the server shows, and the authorities that clients are told to trust, as read from the files.
struct ServingIdentity {
    /// PEM: the serving certificate first, then what signed it.
    let chain: [UInt8]
    /// PEM: its key.
    let key: [UInt8]
    /// SHA-256 of the authorities' public keys, 64 hexadecimal digits each.
    let pins: [String]
    /// When the serving certificate ends, in seconds since the epoch.
    let expiry: Int64

    /// Reads the three files.
    ///
    /// - Throws: `PosixError` for a file that cannot be read, `TLSError` for one that is not what it should be, and when
    ///   the chain lacks the authority: clients that compare pins would then refuse it.
    init(certificate: String, key: String, authorities: String) throws {
        chain = try FileContents.read(certificate)
        self.key = try FileContents.read(key)
        let trusted = try Certificate.parse(pem: FileContents.read(authorities)).map(\.publicKeyPin)
        let presented = try Certificate.parse(pem: chain)
        guard presented.contains(where: { trusted.contains($0.publicKeyPin) }) else {
            throw TLSError(
                .certificate,
                "\(certificate) holds none of the authorities of \(authorities); append the one that signed it, since "
                    + "the init containers know authorities by the pins of their keys and need to see one")
        }
        pins = trusted.map(Hexadecimal.text)
        expiry = presented.map(\.notAfter).min() ?? 0
    }
}
