import COpenSSL
import Glibc

/// What a certificate says, read once; a plain value.
package struct Certificate: Hashable, Sendable {
    /// SHA-256 of its SubjectPublicKeyInfo: 32 bytes.
    package let publicKeyPin: [UInt8]
    /// First and last second of its validity, in seconds since 1970.
    package let notBefore: Int64, notAfter: Int64
    /// The subject in RFC 2253 form: `CN=k8s-wait,O=…`.
    package let subject: String
    /// The issuer in RFC 2253 form.
    package let issuer: String
    /// DNS names of the subjectAltName extension, in order.
    package let dnsNames: [String]
    /// IP addresses of the subjectAltName extension, in network order: 4 or 16 bytes each.
    package let ipAddresses: [[UInt8]]
    /// It may issue certificates (basicConstraints CA).
    package let isAuthority: Bool

    /// Reads every certificate of a PEM text, in order. Throws `certificate` when one cannot be read or there is none.
    package static func parse(pem: [UInt8]) throws(TLSError) -> [Certificate] {
        var certificates: [Certificate] = []
        try X509Handle.forEach(inPEM: pem) { handle throws(TLSError) in
            certificates.append(try Certificate(reading: handle))
        }
        return certificates
    }

    /// Copies what it says out of OpenSSL's object. Throws `certificate` when a field cannot be read.
    init(reading handle: borrowing X509Handle) throws(TLSError) {
        publicKeyPin = try handle.publicKeyPin()
        notBefore = try Self.seconds(X509_get0_notBefore(handle.pointer), "notBefore")
        notAfter = try Self.seconds(X509_get0_notAfter(handle.pointer), "notAfter")
        subject = try Self.text(of: X509_get_subject_name(handle.pointer))
        issuer = try Self.text(of: X509_get_issuer_name(handle.pointer))
        isAuthority = X509_check_ca(handle.pointer) > 0
        (dnsNames, ipAddresses) = Self.alternativeNames(of: handle)
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?, _ field: String) throws(TLSError) -> Int64 {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else {
            throw .fromQueue(.certificate, "the certificate's \(field) is not a time")
        }
        return Int64(timegm(&parts))
    }

    private static func text(of name: OpaquePointer?) throws(TLSError) -> String {
        let bio = try MemoryBIO.empty()
        guard X509_NAME_print_ex(bio.pointer, name, 0, k8s_wait_rfc2253) >= 0 else {
            throw .fromQueue(.certificate, "a name in the certificate cannot be printed")
        }
        return String(decoding: bio.contents, as: UTF8.self)
    }

    private static func alternativeNames(of handle: borrowing X509Handle) -> ([String], [[UInt8]]) {
        guard let extensionData = X509_get_ext_d2i(handle.pointer, NID_subject_alt_name, nil, nil) else {
            return ([], [])
        }
        let names = OpaquePointer(extensionData)
        defer { GENERAL_NAMES_free(names) }
        var dnsNames: [String] = []
        var addresses: [[UInt8]] = []
        for index in 0..<k8s_wait_names_count(names) {
            var kind: Int32 = 0
            guard let value = GENERAL_NAME_get0_value(k8s_wait_names_at(names, index), &kind) else { continue }
            let text = value.assumingMemoryBound(to: ASN1_STRING.self)
            switch kind {
            case GEN_DNS: dnsNames.append(String(decoding: bytes(of: text), as: UTF8.self))
            case GEN_IPADD: addresses.append(bytes(of: text))
            default: break
            }
        }
        return (dnsNames, addresses)
    }

    private static func bytes(of string: UnsafePointer<ASN1_STRING>) -> [UInt8] {
        let count = ASN1_STRING_length(string)
        guard count > 0, let start = ASN1_STRING_get0_data(string) else { return [] }
        return [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
