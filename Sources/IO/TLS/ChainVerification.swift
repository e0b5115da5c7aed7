import COpenSSL

/// Whether a client that trusts a bundle of authorities and nothing else accepts the chain that a server presents:
/// X509_verify_cert(3) without a connection.
package enum ChainVerification {
    /// Verifies signatures, purpose and name as an API server does for a webhook.
    ///
    /// As Go's crypto/x509 does, every certificate of the bundle counts as an anchor, whoever signed it, and names are only
    /// those of the subjectAltName extension. Validity is not looked at: the clock that counts is the client's, and ours may
    /// have jumped. Pure: nothing is read but the arguments.
    ///
    /// - Parameters:
    ///   - chain: PEM: the leaf first, then its issuers.
    ///   - bundle: PEM: what the client trusts.
    ///   - name: the DNS name or numeric address that the client asks for; nil for any.
    /// - Throws: `verification` when the client would refuse it, in OpenSSL's words; `certificate` when a text cannot be
    ///   read or has none.
    package static func verify(chain: [UInt8], against bundle: [UInt8], for name: String?) throws(TLSError) {
        ERR_clear_error()
        guard let store = X509_STORE_new() else { throw .fromQueue(.setup, "cannot make a certificate store") }
        defer { X509_STORE_free(store) }
        try X509Handle.forEach(inPEM: bundle) { certificate throws(TLSError) in
            guard X509_STORE_add_cert(store, certificate.pointer) == 1 else {
                throw .fromQueue(.certificate, "cannot trust a certificate of the bundle")
            }
        }
        let presented = try CertificateStack.reading(pem: chain)
        guard let leaf = k8s_wait_stack_at(presented.pointer, 0), let context = X509_STORE_CTX_new() else {
            throw .fromQueue(.setup, "cannot make a verification")
        }
        defer { X509_STORE_CTX_free(context) }
        guard X509_STORE_CTX_init(context, store, leaf, presented.pointer) == 1,
            let parameters = X509_STORE_CTX_get0_param(context)
        else { throw .fromQueue(.setup, "cannot set up a verification") }
        X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME))
        X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER)
        try expect(name, parameters)
        guard X509_verify_cert(context) == 1 else {
            let reason = String(cString: X509_verify_cert_error_string(Int(X509_STORE_CTX_get_error(context))))
            ERR_clear_error()
            throw TLSError(.verification, "the certificate is refused\(name.map { " for \($0)" } ?? ""): \(reason)")
        }
    }

    private static func expect(_ name: String?, _ parameters: OpaquePointer) throws(TLSError) {
        guard let name else { return }
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return }
        ERR_clear_error()
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        X509_VERIFY_PARAM_set_hostflags(parameters, flags)
        // An embedded zero would cut the name short and another name would be compared.
        guard !name.isEmpty, !name.utf8.contains(0),
            X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1
        else { throw .fromQueue(.verification, "\"\(name)\" is no name that a certificate could be for") }
    }
}
