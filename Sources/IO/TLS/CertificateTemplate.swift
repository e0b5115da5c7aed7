import COpenSSL

/// What a certificate shall say.
package struct CertificateTemplate: Hashable, Sendable {
    /// The common name of the subject: 1 to 64 bytes of UTF-8.
    package var commonName: String
    /// DNS names of the subjectAltName extension: letters, digits, `-`, `.` and a leading `*.` only.
    package var dnsNames: [String]
    /// Numeric addresses of the subjectAltName extension.
    package var ipAddresses: [String]
    /// First and last second of its validity, in seconds since 1970.
    package var notBefore: Int64, notAfter: Int64
    /// It may issue certificates; otherwise it serves and authenticates by TLS.
    package var isAuthority: Bool
    /// The serial number: up to 20 bytes, random ones so that no two certificates of an authority share it.
    package var serialNumber: [UInt8]

    /// A template; `serialNumber` defaults to 16 random bytes.
    package init(
        commonName: String, dnsNames: [String] = [], ipAddresses: [String] = [], notBefore: Int64, notAfter: Int64,
        isAuthority: Bool = false, serialNumber: [UInt8]? = nil
    ) {
        self.commonName = commonName
        self.dnsNames = dnsNames
        self.ipAddresses = ipAddresses
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.isAuthority = isAuthority
        self.serialNumber = serialNumber ?? Self.randomSerialNumber()
    }

    private static func randomSerialNumber() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // RFC 5280, 4.1.2.2: positive, so the top bit is clear.
        bytes[0] = (bytes[0] & 0x7f) | 0x40
        return bytes
    }

    /// The certificate of `key` without its signature; `issuer` nil for one that signs itself. Throws `issuing`.
    func unsigned(for key: borrowing PrivateKey, issuer: OpaquePointer?) throws(TLSError) -> X509Handle {
        ERR_clear_error()
        guard let pointer = X509_new() else { throw .fromQueue(.issuing, "cannot make a certificate") }
        let handle = X509Handle(owning: pointer)
        let name = X509_get_subject_name(pointer)
        let text = Array(commonName.utf8)
        let count = Int32(clamping: text.count)
        let fields =
            X509_set_version(pointer, 2) == 1
            && X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, text, count, -1, 0) == 1
            && X509_set_issuer_name(pointer, issuer.map { X509_get_subject_name($0) } ?? name) == 1
            && X509_set_pubkey(pointer, key.pointer) == 1
            && ASN1_TIME_set(X509_getm_notBefore(pointer), Int(notBefore)) != nil
            && ASN1_TIME_set(X509_getm_notAfter(pointer), Int(notAfter)) != nil
        guard fields else {
            throw .fromQueue(.issuing, "cannot fill in the certificate of \"\(commonName)\"")
        }
        try setSerialNumber(of: pointer)
        for (identifier, value) in try extensions() {
            guard k8s_wait_add_extension(pointer, issuer ?? pointer, identifier, value) == 1 else {
                throw .fromQueue(.issuing, "cannot add the extension \"\(value)\" to \"\(commonName)\"")
            }
        }
        return handle
    }

    private func setSerialNumber(of certificate: OpaquePointer) throws(TLSError) {
        guard (1...20).contains(serialNumber.count),
            let number = BN_bin2bn(serialNumber, Int32(serialNumber.count), nil)
        else { throw TLSError(.issuing, "a serial number of \(serialNumber.count) bytes is not one of 1 to 20") }
        defer { BN_free(number) }
        guard BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil else {
            throw .fromQueue(.issuing, "cannot set the serial number")
        }
    }

    private func extensions() throws(TLSError) -> [(Int32, String)] {
        var list: [(Int32, String)] = [
            (NID_basic_constraints, isAuthority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE"),
            (NID_key_usage, isAuthority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature"),
            (NID_subject_key_identifier, "hash"),
        ]
        if !isAuthority {
            list.append((NID_authority_key_identifier, "keyid"))
            list.append((NID_ext_key_usage, "serverAuth,clientAuth"))
        }
        guard !dnsNames.isEmpty || !ipAddresses.isEmpty else { return list }
        // The names go through OpenSSL's configuration syntax, in which a comma or a newline would begin another entry.
        for name in dnsNames + ipAddresses where !name.utf8.allSatisfy(Self.isPlain) || name.isEmpty {
            throw TLSError(.issuing, "\"\(name)\" is neither a DNS name nor a numeric address")
        }
        let names = dnsNames.map { "DNS:\($0)" } + ipAddresses.map { "IP:\($0)" }
        list.append((NID_subject_alt_name, names.joined(separator: ",")))
        return list
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
            UInt8(ascii: "*"):
            true
        default: false
        }
    }
}
