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
    private let trust: Locked<TLSClientContext>

    /// A target on 127.0.0.1.
    init(
        webhookPort: UInt16, statusPort: UInt16, admissionsPerSecond: Int, review: [UInt8], authorities: [UInt8]
    ) throws(TLSError) {
        self.webhookPort = webhookPort
        self.statusPort = statusPort
        self.admissionsPerSecond = admissionsPerSecond
        self.review = review
        trust = Locked(try TLSClientContext(trust: .authorities(authorities)))
    }

    /// Whom new connections for admissions trust.
    var admissionTrust: TLSClientContext { trust.withLock { $0 } }

    /// Trusts these authorities, in PEM form, on connections from now on.
    func trust(_ authorities: [UInt8]) throws(TLSError) {
        let context = try TLSClientContext(trust: .authorities(authorities))
        trust.withLock { $0 = context }
    }
}
