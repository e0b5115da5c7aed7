internal import Encodings
package import TLS

/// The authorities whose certificates clients are to accept: what goes into `caBundle` of our webhook configurations, and
/// as pins into new pods. Both hold the same authorities, always.
package struct TrustedAuthorities: Hashable, Sendable {
    /// Their certificates in PEM, one block each; the one that signs now comes first.
    package let certificates: [UInt8]
    /// SHA-256 of their public keys, 64 hexadecimal digits each, in the same order.
    package let pins: [String]

    /// The authorities of a PEM text. Throws `certificate` when one cannot be read or there is none.
    package init(pem: [UInt8]) throws(TLSError) {
        self.init(certificates: pem, parsed: try Certificate.parse(pem: pem))
    }

    /// The authorities of a PEM text that has been read already.
    init(certificates: [UInt8], parsed: [Certificate]) {
        self.certificates = certificates
        pins = parsed.map { Hexadecimal.text(of: $0.publicKeyPin) }
    }
}
