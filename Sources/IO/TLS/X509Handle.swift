import COpenSSL

/// One reference to an OpenSSL certificate.
struct X509Handle: ~Copyable {
    /// For OpenSSL's calls; valid as long as this value lives.
    let pointer: OpaquePointer

    /// Takes over one reference.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { X509_free(pointer) }

    /// Calls `body` with each certificate of a PEM text, in order. Throws when a block cannot be read or there is none;
    /// text between the blocks is skipped, as in PEM_read_bio_X509(3).
    static func forEach(
        inPEM pem: [UInt8], _ body: (borrowing X509Handle) throws(TLSError) -> Void
    ) throws(TLSError) {
        let bio = try MemoryBIO.holding(pem)
        var count = 0
        while true {
            ERR_clear_error()
            guard let pointer = PEM_read_bio_X509(bio.pointer, nil, refusePassword, nil) else { break }
            count += 1
            try body(X509Handle(owning: pointer))
        }
        // The end of the text is itself an error in the queue: "no start line".
        let isEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        guard isEnd else { throw .fromQueue(.certificate, "certificate \(count + 1) of the PEM text cannot be read") }
        ERR_clear_error()
        guard count > 0 else {
            throw TLSError(.certificate, "no \"BEGIN CERTIFICATE\" block in \(pem.count) bytes of PEM text")
        }
    }

    /// The DER encoding of its SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    borrowing func publicKeyInfo() throws(TLSError) -> [UInt8] {
        ERR_clear_error()
        guard let key = X509_get_X509_PUBKEY(pointer) else {
            throw .fromQueue(.certificate, "the certificate has no public key")
        }
        var start: UnsafeMutablePointer<UInt8>?
        let count = i2d_X509_PUBKEY(key, &start)
        guard count > 0, let start else {
            throw .fromQueue(.certificate, "the certificate's public key cannot be encoded")
        }
        defer { CRYPTO_free(start, nil, 0) }
        return [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
    }

    /// SHA-256 over `publicKeyInfo`, as RFC 7469 pins keys: 32 bytes.
    borrowing func publicKeyPin() throws(TLSError) -> [UInt8] {
        try SHA256.digest(publicKeyInfo())
    }
}

/// Refuses to decrypt: without this callback OpenSSL would ask for a password on the terminal.
func refusePassword(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ writing: Int32, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    -1
}
