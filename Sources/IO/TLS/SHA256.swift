import COpenSSL

/// SHA-256 by OpenSSL.
package enum SHA256 {
    /// The digest of `bytes`: 32 bytes.
    package static func digest(_ bytes: [UInt8]) throws(TLSError) -> [UInt8] {
        ERR_clear_error()
        var digest = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        let status = bytes.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, &count, EVP_sha256(), nil) }
        guard status == 1, count == 32 else { throw .fromQueue(.setup, "SHA-256 failed") }
        return digest
    }
}
