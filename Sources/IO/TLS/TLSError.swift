import COpenSSL

/// Why TLS or a certificate was not what it should be.
package struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure, free of dynamic values, so that they can label a metric.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// A certificate or a bundle of them cannot be read.
        case certificate
        /// A private key cannot be read, or is not the certificate's.
        case privateKey
        /// A context or session cannot be made.
        case setup
        /// The server has no certificate yet.
        case noIdentity
        /// The handshake failed: the peer speaks something else, or nothing in common.
        case handshake
        /// The peer speaks HTTP in clear on a TLS port.
        case clearText
        /// The peer's certificate is not trusted or not for this name.
        case verification
        /// The connection failed after the handshake.
        case connection
        /// A certificate or key cannot be made.
        case issuing
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence with the offending value, OpenSSL's own words in it.
    package let message: String

    /// An error that says exactly `message`.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    /// An error with what OpenSSL's queue of this thread holds, which is emptied (ERR_get_error_all(3)).
    static func fromQueue(_ code: Code, _ summary: String) -> TLSError {
        guard let reasons = drainedQueue() else { return TLSError(code, summary) }
        return TLSError(code, "\(summary): \(reasons)")
    }

    /// The reasons in OpenSSL's queue, oldest first, and empties it; nil when it holds none.
    static func drainedQueue() -> String? {
        var reasons: [String] = []
        while true {
            let number = ERR_get_error()
            guard number != 0 else { break }
            // A malformed chain can queue dozens: the first few say it.
            guard reasons.count < 4 else { continue }
            reasons.append(reason(of: number))
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    private static func reason(of number: UInt) -> String {
        if let text = ERR_reason_error_string(number) { return String(cString: text) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress else { return "error \(number)" }
            ERR_error_string_n(number, base, buffer.count)
            return String(cString: base)
        }
    }
}
