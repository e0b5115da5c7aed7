import COpenSSL
import Locking

/// The server's side of TLS: its identity, and whom it lets in. The identity can be replaced while connections live:
/// new sessions take the newest, older ones keep theirs until they end.
package final class TLSServerContext: Sendable {
    private struct State {
        var context: TLSContext?
        var chain: [UInt8] = []
        var key: [UInt8] = []
        var clientAuthorities: [UInt8]?
    }

    private let state: Locked<State>

    /// An identity from PEM texts: the leaf first, then its issuers; the key unencrypted. With `clientAuthorities`, only
    /// clients that present a certificate of those authorities get through the handshake. Throws `certificate` or
    /// `privateKey` when they cannot be read or do not belong together.
    package init(
        certificateChain: [UInt8], privateKey: [UInt8], clientAuthorities: [UInt8]? = nil
    ) throws(TLSError) {
        let context = try Self.context(certificateChain, privateKey, clientAuthorities)
        state = Locked(
            State(
                context: context, chain: certificateChain, key: privateKey, clientAuthorities: clientAuthorities))
    }

    /// No identity yet: sessions cannot be made before `replace`. Throws `certificate` when `clientAuthorities` cannot be
    /// read.
    package init(clientAuthorities: [UInt8]? = nil) throws(TLSError) {
        if let clientAuthorities { _ = try Certificate.parse(pem: clientAuthorities) }
        state = Locked(State(clientAuthorities: clientAuthorities))
    }

    /// Takes another identity for sessions from now on. Throws as `init` does and then keeps the present one. Safe from
    /// any thread.
    package func replace(certificateChain: [UInt8], privateKey: [UInt8]) throws(TLSError) {
        try state.withLock { (state) throws(TLSError) in
            state.context = try Self.context(certificateChain, privateKey, state.clientAuthorities)
            (state.chain, state.key) = (certificateChain, privateKey)
        }
    }

    /// Lets in only clients of other authorities, in sessions from now on; whoever demanded none before goes on demanding
    /// none. Throws `certificate` when they cannot be read, and then keeps the present ones. Safe from any thread.
    package func replace(clientAuthorities: [UInt8]) throws(TLSError) {
        _ = try Certificate.parse(pem: clientAuthorities)
        try state.withLock { (state) throws(TLSError) in
            guard state.clientAuthorities != nil else { return }
            if state.context != nil { state.context = try Self.context(state.chain, state.key, clientAuthorities) }
            state.clientAuthorities = clientAuthorities
        }
    }

    /// The context for a session that begins now. Throws `noIdentity` before there is one.
    func newest() throws(TLSError) -> TLSContext {
        guard let context = state.withLock({ $0.context }) else {
            throw TLSError(.noIdentity, "this server has no certificate yet")
        }
        return context
    }

    private static func context(
        _ chain: [UInt8], _ key: [UInt8], _ clientAuthorities: [UInt8]?
    ) throws(TLSError) -> TLSContext {
        let context = try TLSContext(TLS_server_method())
        try context.withPointer { pointer throws(TLSError) in
            var isLeaf = true
            try X509Handle.forEach(inPEM: chain) { certificate throws(TLSError) in
                let status =
                    isLeaf
                    ? SSL_CTX_use_certificate(pointer, certificate.pointer)
                    : k8s_wait_context_add_chain(pointer, certificate.pointer)
                guard status == 1 else { throw .fromQueue(.certificate, "cannot use a certificate of the chain") }
                isLeaf = false
            }
            let key = try PrivateKey.parse(pem: key)
            guard key.use(in: pointer) else {
                throw .fromQueue(.privateKey, "the private key is not the one of the first certificate of the chain")
            }
            SSL_CTX_set_alpn_select_cb(pointer, selectProtocol, nil)
            guard let clientAuthorities else { return }
            try context.trust(clientAuthorities)
            try offer(clientAuthorities, in: pointer)
        }
        return context
    }

    /// Demands a certificate and names the authorities that may have issued it.
    private static func offer(_ authorities: [UInt8], in pointer: OpaquePointer) throws(TLSError) {
        try X509Handle.forEach(inPEM: authorities) { certificate throws(TLSError) in
            guard SSL_CTX_add_client_CA(pointer, certificate.pointer) == 1 else {
                throw .fromQueue(.certificate, "cannot name a client authority")
            }
        }
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    }
}

/// http/1.1 in the length-prefixed form of RFC 7301.
let onlyProtocol: [UInt8] = [8] + Array("http/1.1".utf8)

/// RFC 7301, 3.2: a client whose list does not hold http/1.1 gets the alert no_application_protocol; one without the
/// extension is served.
private func selectProtocol(
    _ session: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ length: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?, _ offeredCount: UInt32,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let chosen, let length, let offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    // The answer points into the client's own list, which outlives this call, as the callback's contract asks.
    var index = 0
    let list = UnsafeBufferPointer(start: offered, count: Int(offeredCount))
    while index < list.count {
        let end = index + 1 + Int(list[index])
        guard end <= list.count else { break }
        if list[index..<end].elementsEqual(onlyProtocol) {
            chosen.pointee = offered + index + 1
            length.pointee = list[index]
            return SSL_TLSEXT_ERR_OK
        }
        index = end
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}
