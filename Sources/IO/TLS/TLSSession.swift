import COpenSSL
import Glibc
import Posix

/// One TLS connection over a non-blocking socket that it does not own. Not for two threads at a time. No call blocks.
///
/// After `wantsRead` wait until the socket is readable before the next call: a read that found the socket empty does
/// not ask the kernel again to say so.
package struct TLSSession: ~Copyable {
    private let pointer: OpaquePointer
    // OpenSSL keeps a bare pointer to the pins, which the client context owns.
    private let client: TLSClientContext?

    private init(owning pointer: OpaquePointer, client: TLSClientContext?) {
        self.pointer = pointer
        self.client = client
    }

    deinit { SSL_free(pointer) }

    /// The server's end, with the identity that `context` has now. With `keepsBuffers` it holds about 32 KiB as long as
    /// it lives; else buffers exist only while bytes are in them, and are made anew for each request. Throws `noIdentity`
    /// when the context has none.
    package static func server(
        _ context: TLSServerContext, descriptor: Int32, keepsBuffers: Bool = false
    ) throws(TLSError) -> TLSSession {
        let session = TLSSession(owning: try make(context.newest(), descriptor), client: nil)
        if keepsBuffers { k8s_wait_keep_buffers(session.pointer) }
        SSL_set_accept_state(session.pointer)
        return session
    }

    /// The client's end of a connection to `host`, a DNS name or a numeric address without brackets: the server's
    /// certificate must be for it.
    package static func client(
        _ context: TLSClientContext, descriptor: Int32, host: String
    ) throws(TLSError) -> TLSSession {
        let session = TLSSession(owning: try make(context.context, descriptor), client: context)
        SSL_set_connect_state(session.pointer)
        try session.expect(host)
        return session
    }

    /// Performs what can be done of the handshake. Throws `verification` or `handshake`.
    package borrowing func handshake() throws(TLSError) -> TLSProgress {
        ERR_clear_error()
        let status = SSL_do_handshake(pointer)
        if status == 1 { return .done(0) }
        return try progress(after: status, errno, during: .handshake)
    }

    /// Decrypts into `buffer`: at most one TLS record, 16 kB. An empty buffer reads nothing.
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSError) -> TLSProgress {
        guard !buffer.isEmpty else { return .done(0) }
        ERR_clear_error()
        var count = 0
        let status = SSL_read_ex(pointer, buffer.baseAddress, buffer.count, &count)
        if status == 1 { return .done(count) }
        return try progress(after: status, errno, during: .connection)
    }

    /// Encrypts and sends a part of `bytes`, whose place in memory may differ in a repeated call. An empty buffer writes
    /// nothing.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(TLSError) -> TLSProgress {
        guard !bytes.isEmpty else { return .done(0) }
        ERR_clear_error()
        var count = 0
        let status = SSL_write_ex(pointer, bytes.baseAddress, bytes.count, &count)
        if status == 1 { return .done(count) }
        return try progress(after: status, errno, during: .connection)
    }

    /// Sends close_notify, once; does not wait for the peer's. A failure means that the peer has gone.
    package borrowing func shutdown() -> TLSProgress {
        ERR_clear_error()
        let status = SSL_shutdown(pointer)
        if status >= 0 { return .done(0) }
        let progress = try? progress(after: status, errno, during: .connection)
        return progress ?? .closed
    }

    /// The session holds bytes that it has not given out: decrypted ones, or a part of a record that has not come whole.
    package var holdsBytes: Bool {
        if SSL_has_pending(pointer) == 1 { return true }
        // Of a record whose head alone has come nothing is pending: SSL_rstate_string(3) tells that its body is awaited.
        return SSL_rstate_string(pointer).map { strcmp($0, "RB") == 0 } ?? false
    }

    /// The protocol agreed on, `TLSv1.3`.
    package var version: String { SSL_get_version(pointer).map { String(cString: $0) } ?? "?" }

    /// The certificates that the server has sent, in PEM, its own first; empty before they have come. For the client's end.
    package borrowing func peerChain() throws(TLSError) -> [UInt8] {
        guard let chain = SSL_get_peer_cert_chain(pointer) else { return [] }
        let bio = try MemoryBIO.empty()
        for index in 0..<k8s_wait_stack_count(chain) {
            ERR_clear_error()
            guard let certificate = k8s_wait_stack_at(chain, index), PEM_write_bio_X509(bio.pointer, certificate) == 1
            else { throw .fromQueue(.certificate, "a certificate of the peer cannot be written") }
        }
        return bio.contents
    }

    private static func make(_ context: TLSContext, _ descriptor: Int32) throws(TLSError) -> OpaquePointer {
        ERR_clear_error()
        let session = try context.withPointer { pointer throws(TLSError) in
            guard let session = SSL_new(pointer) else { throw .fromQueue(.setup, "cannot make a TLS session") }
            return session
        }
        guard let method = SocketBIO.method, let bio = k8s_wait_socket_bio(method, descriptor) else {
            SSL_free(session)
            throw .fromQueue(.setup, "cannot make a socket BIO")
        }
        // One BIO for both directions: SSL_set_bio(3) takes the one reference.
        SSL_set_bio(session, bio, bio)
        return session
    }

    private borrowing func expect(_ host: String) throws(TLSError) {
        ERR_clear_error()
        guard let parameters = SSL_get0_param(pointer) else {
            throw .fromQueue(.setup, "the session has no verification parameters")
        }
        // RFC 6066, 3: the server name is a DNS name, never an address.
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 { return }
        ERR_clear_error()
        X509_VERIFY_PARAM_set_hostflags(
            parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        guard !host.isEmpty, X509_VERIFY_PARAM_set1_host(parameters, host, 0) == 1,
            k8s_wait_set_server_name(pointer, host) == 1
        else { throw .fromQueue(.setup, "\"\(host)\" cannot be the name of a TLS server") }
    }

    private borrowing func progress(
        after status: Int32, _ number: Int32, during code: TLSError.Code
    ) throws(TLSError) -> TLSProgress {
        switch SSL_get_error(pointer, status) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .closed
        case SSL_ERROR_SYSCALL:
            ERR_clear_error()
            if number == 0 || number == ECONNRESET || number == EPIPE { return .closed }
            throw TLSError(code, "the TLS connection failed: \(PosixError.text(of: number))")
        default:
            // RFC 8446, 6.1: an end without close_notify may be a truncation. HTTP's own framing tells whether it was.
            if ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING {
                ERR_clear_error()
                return .closed
            }
            if code == .handshake, ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST {
                ERR_clear_error()
                throw TLSError(.clearText, "the peer speaks HTTP in clear to a port that takes TLS only")
            }
            let verification = SSL_get_verify_result(pointer)
            guard code == .handshake, verification != Int(X509_V_OK), client?.verifies != false else {
                throw .fromQueue(code, code == .handshake ? "TLS handshake failed" : "the TLS connection failed")
            }
            ERR_clear_error()
            throw TLSError(.verification, Self.verificationText(verification, client: client))
        }
    }

    private static func verificationText(_ result: Int, client: TLSClientContext?) -> String {
        if let client, client.pins != nil, result == Int(X509_V_ERR_CERT_UNTRUSTED) {
            return "the peer's certificate is not accepted: no authority of the presented chain has a pinned key"
        }
        let reason = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? "error \(result)"
        return "the peer's certificate is not accepted: \(reason)"
    }
}

/// OpenSSL's description of how to read and write a socket: a constant.
private enum SocketBIO {
    // Unsafe: the pointer is not Sendable; the method table is never changed after it is made.
    nonisolated(unsafe) static let method = k8s_wait_socket_method()
}
