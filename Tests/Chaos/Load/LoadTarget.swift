import Locking
import TLS

/// Where the load goes. The trust of admissions may change meanwhile, as an API server's does with `caBundle`.
final class LoadTarget: Sendable {
    /// The port of the webhook, or of a balancer before several.
    let webhookPort: UInt16
    /// The port of the status server, likewise.
    let statusPort: UInt16
    /// How many admissions a second are due, whatever becomes of the earlier ones.
    let admissionsPerSecond: Int
    /// The body of each.
    let review: [UInt8]
    private let authorities: @Sendable () -> [UInt8]
    private let trust = Locked<(authorities: [UInt8], context: TLSClientContext)?>(nil)

    /// A target on 127.0.0.1.
    ///
    /// - Parameter authorities: whom admissions trust, in PEM; asked for each new connection.
    init(
        webhookPort: UInt16, statusPort: UInt16, admissionsPerSecond: Int, review: [UInt8],
        authorities: @escaping @Sendable () -> [UInt8]
    ) {
        self.webhookPort = webhookPort
        self.statusPort = statusPort
        self.admissionsPerSecond = admissionsPerSecond
        self.review = review
        self.authorities = authorities
    }

    /// Whom a new connection for admissions trusts. Throws when they cannot be read.
    func admissionTrust() throws(TLSError) -> TLSClientContext {
        let authorities = authorities()
        return try trust.withLock { (trust) throws(TLSError) in
            if let trust, trust.authorities == authorities { return trust.context }
            let context = try TLSClientContext(trust: .authorities(authorities))
            trust = (authorities, context)
            return context
        }
    }
}
