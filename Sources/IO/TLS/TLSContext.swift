import COpenSSL

/// One reference to an SSL_CTX, never changed after it is made: OpenSSL counts references and locks inside, so that any
/// thread may make sessions of it.
final class TLSContext: @unchecked Sendable {
    // Unchecked: the pointer is not Sendable, but an SSL_CTX that is only read is safe to share (SSL_CTX_new(3)).
    private let pointer: OpaquePointer

    /// A context of one side with the settings that both have in common.
    init(_ method: OpaquePointer?) throws(TLSError) {
        ERR_clear_error()
        guard let pointer = SSL_CTX_new(method) else { throw .fromQueue(.setup, "cannot make a TLS context") }
        self.pointer = pointer
        k8s_wait_context_defaults(pointer)
        // Forward secrecy and authenticated encryption only; TLS 1.3's own suites are all of that kind.
        let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"
        guard SSL_CTX_set_cipher_list(pointer, ciphers) == 1,
            k8s_wait_context_groups(pointer, "X25519:P-256:P-384") == 1
        else { throw .fromQueue(.setup, "cannot set the ciphers \"\(ciphers)\"") }
    }

    deinit { SSL_CTX_free(pointer) }

    /// Calls `body` with the pointer, which is valid for that long.
    func withPointer<Result: ~Copyable>(
        _ body: (OpaquePointer) throws(TLSError) -> Result
    ) throws(TLSError) -> Result {
        try body(pointer)
    }

    /// Trusts each certificate of a PEM bundle as an anchor.
    func trust(_ bundle: [UInt8]) throws(TLSError) {
        guard let store = SSL_CTX_get_cert_store(pointer) else {
            throw .fromQueue(.setup, "the TLS context has no certificate store")
        }
        try X509Handle.forEach(inPEM: bundle) { certificate throws(TLSError) in
            guard X509_STORE_add_cert(store, certificate.pointer) == 1 else {
                throw .fromQueue(.certificate, "cannot trust a certificate of the bundle")
            }
        }
    }
}
