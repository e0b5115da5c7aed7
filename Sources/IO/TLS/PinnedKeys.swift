import COpenSSL

/// The public keys of authorities that a client trusts, by digest.
final class PinnedKeys: Sendable {
    private let digests: [[UInt8]]

    /// Throws `setup` unless there is at least one digest and each has 32 bytes.
    init(_ digests: [[UInt8]]) throws(TLSError) {
        guard !digests.isEmpty else { throw TLSError(.setup, "no pin is given: nobody could be trusted") }
        for digest in digests where digest.count != 32 {
            throw TLSError(.setup, "a pin of \(digest.count) bytes is not a SHA-256 digest, which has 32")
        }
        self.digests = digests
    }

    /// The first authority in the presented chain whose key is pinned becomes the only anchor; then the usual
    /// verification runs: signatures, validity, purpose, name. True when it passes.
    fileprivate func verify(_ store: OpaquePointer) -> Bool {
        guard let chain = X509_STORE_CTX_get0_untrusted(store), let anchor = pinnedAuthority(in: chain),
            let trusted = k8s_wait_stack_of(anchor)
        else {
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_UNTRUSTED)
            return false
        }
        defer { k8s_wait_stack_free(trusted) }
        X509_STORE_CTX_set0_trusted_stack(store, trusted)
        // The pinned key may be an intermediate's: it anchors the chain although somebody else has signed it.
        X509_STORE_CTX_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        return X509_verify_cert(store) == 1
    }

    private func pinnedAuthority(in chain: OpaquePointer) -> OpaquePointer? {
        for index in 0..<k8s_wait_stack_count(chain) {
            guard let pointer = k8s_wait_stack_at(chain, index), X509_check_ca(pointer) > 0,
                X509_up_ref(pointer) == 1
            else { continue }
            guard let pin = try? X509Handle(owning: pointer).publicKeyPin(), digests.contains(pin) else { continue }
            return pointer
        }
        return nil
    }
}

/// For SSL_CTX_set_cert_verify_callback(3): 1 lets the handshake go on. `context` is the PinnedKeys of the client
/// context, which every session of it keeps alive.
func verifyPinned(_ store: OpaquePointer?, _ context: UnsafeMutableRawPointer?) -> Int32 {
    guard let store, let context else { return 0 }
    return Unmanaged<PinnedKeys>.fromOpaque(context).takeUnretainedValue().verify(store) ? 1 : 0
}
