import COpenSSL

extension ChainVerification {
    /// Who has signed the last certificate of a chain: what the chain lacks where it ends below its root.
    ///
    /// The names must fit and the signature must be true (X509_check_issued(3), X509_verify(3)). Pure: nothing is read but the
    /// arguments.
    ///
    /// - Parameters:
    ///   - chain: PEM: the leaf first, then its issuers.
    ///   - authorities: PEM: who may have signed it.
    /// - Returns: PEM: the first of them that has; nil when none has.
    /// - Throws: `certificate` when a text cannot be read or has none.
    package static func signer(
        ofLastIn chain: [UInt8], among authorities: [UInt8]
    ) throws(TLSError) -> [UInt8]? {
        let presented = try CertificateStack.reading(pem: chain)
        let candidates = try CertificateStack.reading(pem: authorities)
        guard let last = k8s_wait_stack_at(presented.pointer, presented.count - 1) else { return nil }
        for index in 0..<candidates.count {
            guard let candidate = k8s_wait_stack_at(candidates.pointer, index), isSigned(last, by: candidate) else {
                continue
            }
            let text = try MemoryBIO.empty()
            guard PEM_write_bio_X509(text.pointer, candidate) == 1 else {
                throw .fromQueue(.certificate, "a certificate of the authorities cannot be written")
            }
            return text.contents
        }
        return nil
    }

    private static func isSigned(_ certificate: OpaquePointer, by authority: OpaquePointer) -> Bool {
        // A signature that does not verify leaves errors in the queue, which are of no interest.
        defer { ERR_clear_error() }
        ERR_clear_error()
        return X509_check_ca(authority) > 0 && X509_check_issued(authority, certificate) == X509_V_OK
            && X509_verify(certificate, X509_get0_pubkey(authority)) == 1
    }
}
