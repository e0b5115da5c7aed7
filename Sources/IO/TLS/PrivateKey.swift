import COpenSSL

/// A private key: an EVP_PKEY.
package struct PrivateKey: ~Copyable {
    /// For OpenSSL's calls; valid as long as this value lives.
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(pointer) }

    /// Reads an unencrypted key in PEM (PKCS #8, SEC 1 or PKCS #1). Throws `privateKey`; its text never holds the key.
    package static func parse(pem: [UInt8]) throws(TLSError) -> PrivateKey {
        let bio = try MemoryBIO.holding(pem)
        ERR_clear_error()
        guard let pointer = PEM_read_bio_PrivateKey(bio.pointer, nil, refusePassword, nil) else {
            throw .fromQueue(.privateKey, "the private key cannot be read; it must be unencrypted PEM")
        }
        return PrivateKey(owning: pointer)
    }

    /// A new random key on the curve P-256. Throws `issuing` when there is no randomness.
    package static func generateP256() throws(TLSError) -> PrivateKey {
        ERR_clear_error()
        guard let pointer = k8s_wait_generate_p256() else { throw .fromQueue(.issuing, "cannot make a P-256 key") }
        return PrivateKey(owning: pointer)
    }

    /// The key as unencrypted PKCS #8 in PEM: a secret.
    package borrowing func pem() throws(TLSError) -> [UInt8] {
        let bio = try MemoryBIO.empty()
        ERR_clear_error()
        guard PEM_write_bio_PKCS8PrivateKey(bio.pointer, pointer, nil, nil, 0, nil, nil) == 1 else {
            throw .fromQueue(.issuing, "cannot write the private key")
        }
        return bio.contents
    }

    /// Makes it the key of a context whose certificate is set; false when it is not that certificate's.
    borrowing func use(in context: OpaquePointer) -> Bool {
        ERR_clear_error()
        return SSL_CTX_use_PrivateKey(context, pointer) == 1 && SSL_CTX_check_private_key(context) == 1
    }
}
