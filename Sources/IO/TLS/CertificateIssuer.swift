import COpenSSL

/// Signs certificates with a private key: X.509 version 3, ECDSA with SHA-256 (RFC 5280, RFC 5758).
package struct CertificateIssuer: ~Copyable {
    private let key: PrivateKey
    private let certificate: X509Handle
    /// The authority's own certificate in PEM.
    package let certificatePEM: [UInt8]

    private init(key: consuming PrivateKey, certificate: consuming X509Handle, pem: [UInt8]) {
        self.key = key
        self.certificate = certificate
        certificatePEM = pem
    }

    /// An authority from its PEM texts. Throws `certificate`, `privateKey`, or `issuing` when they do not belong
    /// together.
    package static func loading(certificate: [UInt8], privateKey: [UInt8]) throws(TLSError) -> CertificateIssuer {
        let key = try PrivateKey.parse(pem: privateKey)
        let bio = try MemoryBIO.holding(certificate)
        ERR_clear_error()
        guard let pointer = PEM_read_bio_X509(bio.pointer, nil, refusePassword, nil) else {
            throw .fromQueue(.certificate, "the authority's certificate cannot be read")
        }
        let handle = X509Handle(owning: pointer)
        guard X509_check_private_key(handle.pointer, key.pointer) == 1 else {
            throw .fromQueue(.privateKey, "the private key is not the one of the authority's certificate")
        }
        return CertificateIssuer(key: key, certificate: handle, pem: certificate)
    }

    /// A self-signed authority that may issue leaves only (path length 0). `key` is its own.
    package static func selfSigned(
        _ template: CertificateTemplate, key: consuming PrivateKey
    ) throws(TLSError) -> CertificateIssuer {
        let handle = try template.unsigned(for: key, issuer: nil)
        try sign(handle, with: key)
        let pem = try pem(of: handle)
        return CertificateIssuer(key: key, certificate: handle, pem: pem)
    }

    /// A certificate of `subjectKey` in PEM, signed by this authority. Throws `issuing`.
    package borrowing func issue(
        _ template: CertificateTemplate, for subjectKey: borrowing PrivateKey
    ) throws(TLSError) -> [UInt8] {
        let handle = try template.unsigned(for: subjectKey, issuer: certificate.pointer)
        try Self.sign(handle, with: key)
        return try Self.pem(of: handle)
    }

    private static func sign(
        _ handle: borrowing X509Handle, with key: borrowing PrivateKey
    ) throws(TLSError) {
        ERR_clear_error()
        guard X509_sign(handle.pointer, key.pointer, EVP_sha256()) > 0 else {
            throw .fromQueue(.issuing, "cannot sign the certificate")
        }
    }

    private static func pem(of handle: borrowing X509Handle) throws(TLSError) -> [UInt8] {
        let bio = try MemoryBIO.empty()
        ERR_clear_error()
        guard PEM_write_bio_X509(bio.pointer, handle.pointer) == 1 else {
            throw .fromQueue(.issuing, "cannot write the certificate")
        }
        return bio.contents
    }
}
