import COpenSSL

/// Certificates as OpenSSL's calls take several.
struct CertificateStack: ~Copyable {
    /// Valid as long as this value lives.
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { k8s_wait_stack_free_all(pointer) }

    /// How many there are.
    var count: Int32 { k8s_wait_stack_count(pointer) }

    /// Those of a PEM text, in order; at least one.
    static func reading(pem: [UInt8]) throws(TLSError) -> CertificateStack {
        guard let pointer = k8s_wait_stack_new() else { throw .fromQueue(.setup, "cannot make a stack") }
        let stack = CertificateStack(owning: pointer)
        try X509Handle.forEach(inPEM: pem) { certificate throws(TLSError) in
            guard k8s_wait_stack_push(pointer, certificate.pointer) == 1 else {
                throw .fromQueue(.setup, "cannot put a certificate on a stack")
            }
        }
        return stack
    }
}
