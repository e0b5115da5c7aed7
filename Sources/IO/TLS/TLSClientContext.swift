import COpenSSL

/// The client's side of TLS: whom it trusts. Sessions of it may be made on any thread.
package final class TLSClientContext: Sendable {
    /// OpenSSL's context, which every session shares.
    let context: TLSContext
    /// The pinned keys, if that is what is trusted. Held here because OpenSSL keeps only a bare pointer to them.
    let pins: PinnedKeys?
    /// Whether the server's certificate is verified at all.
    let verifies: Bool

    /// Throws `certificate` when the bundle cannot be read, `setup` when a pin is not a SHA-256 digest or there is none.
    package init(trust: TLSTrust) throws(TLSError) {
        context = try TLSContext(TLS_client_method())
        verifies = trust != .anybody
        switch trust {
        case .authorities(let bundle):
            pins = nil
            try context.trust(bundle)
        case .pins(let digests):
            pins = try PinnedKeys(digests)
        case .anybody:
            pins = nil
        }
        try context.withPointer { [pins, verifies] pointer throws(TLSError) in
            SSL_CTX_set_verify(pointer, verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
            // SSL_CTX_set_alpn_protos(3) answers 0 on success, unlike the rest.
            let status = onlyProtocol.withUnsafeBufferPointer {
                SSL_CTX_set_alpn_protos(pointer, $0.baseAddress, UInt32($0.count))
            }
            guard status == 0 else { throw .fromQueue(.setup, "cannot offer http/1.1") }
            guard let pins else { return }
            SSL_CTX_set_cert_verify_callback(pointer, verifyPinned, Unmanaged.passUnretained(pins).toOpaque())
        }
    }
}
