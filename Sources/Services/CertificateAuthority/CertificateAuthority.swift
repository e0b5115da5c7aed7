package import KubernetesClient
internal import Locking
package import Logging
internal import Metrics
internal import TLS

/// Gives this server its certificate, for as long as it runs, without anybody having to do anything.
///
/// Two authorities stand in a Secret that all replicas share; each replica signs its own serving certificate in memory. The
/// API server is asked for the Secret only: while it is away, certificates go on being renewed from what is held.
package final class CertificateAuthority: Sendable {
    /// What the lock guards.
    struct State {
        /// The authorities.
        var keeper: AuthorityKeeper
        /// What is served.
        var leaf: Leaf?
        /// Who is published.
        var trusted: TrustedAuthorities?
        /// The list of Secrets that is being read has named ours.
        var isListed = false
        /// Why there is nothing to serve with yet, or no longer.
        var trouble: String?
    }

    /// Shows another identity from now on, and has it trusted: pins first, then the certificate. Called one after the other
    /// under a lock: it must be quick and must not come back here.
    ///
    /// - Parameters:
    ///   - identity: what is shown.
    ///   - key: the key of its certificate in PEM.
    package typealias Server = @Sendable (_ identity: ServedIdentity, _ key: [UInt8]) throws -> Void

    /// Where the authorities are, and the times.
    let settings: CertificateAuthoritySettings
    /// When what is due.
    let schedule: RotationSchedule
    /// Asks the API server.
    let client: KubernetesClient
    /// Times of waits.
    let clock: MonotonicClock
    /// What operators see.
    let metrics: CertificateAuthorityMetrics
    /// Gets a line for what an operator may have to act on.
    let logger: Logger
    /// Everything that changes.
    let state: Locked<State>
    /// Wakes the task that writes.
    let wake = Bell()
    private let wallClock: @Sendable () -> Int64
    private let serve: Server

    /// An authority that has read nothing; nothing is served before `run`.
    ///
    /// - Parameter wallClock: the present time in seconds since 1970.
    package init(
        settings: CertificateAuthoritySettings, client: KubernetesClient, clock: MonotonicClock = .system,
        wallClock: @escaping @Sendable () -> Int64, metrics: CertificateAuthorityMetrics, logger: Logger,
        serve: @escaping Server
    ) {
        self.settings = settings
        self.client = client
        self.clock = clock
        self.wallClock = wallClock
        self.metrics = metrics
        self.logger = logger
        self.serve = serve
        schedule = settings.times.schedule
        state = Locked(State(keeper: AuthorityKeeper(settings.times.schedule)))
    }

    /// Why this replica has no valid certificate to serve with; nil when it has one.
    package func obstacle() -> String? {
        state.withLock { state in
            guard let leaf = state.leaf else {
                return state.trouble ?? "Secret \(place) with the certificate authorities has not been read yet"
            }
            guard now() > leaf.notAfter else { return nil }
            return "the serving certificate has ended" + (state.trouble.map { ": \($0)" } ?? "")
        }
    }

    /// The Secret, as messages name it.
    var place: String { "\(settings.namespace)/\(settings.secret)" }

    /// The present second.
    func now() -> Int64 { wallClock() }

    /// Brings what is served up to what is known and to the time.
    func refresh() {
        state.withLock { state in
            guard let held = state.keeper.held else { return }
            let now = now()
            let trusted = held.trusted
            let signer = schedule.signer(of: held, now: now)
            let isDue = state.leaf.map { $0.isDue(signer: signer, schedule: schedule, now: now) } ?? true
            guard isDue || trusted != state.trusted else { return }
            // An expired authority's signature is worth nothing; whatever is served already is not worth less.
            guard !isDue || signer.details.notAfter > now || state.leaf == nil else { return }
            do {
                var leaf = state.leaf
                if isDue {
                    leaf = try Leaf(for: settings.names, signer: signer, schedule: schedule, now: now)
                    metrics.renewals.increment()
                }
                guard let leaf else { return }
                try serve(try ServedIdentity(chain: leaf.chain, trusted: trusted), leaf.key.pem)
                tell(of: leaf, instead: state.leaf)
                state.leaf = leaf
                state.trusted = trusted
                metrics.show(held)
            } catch {
                logger.error("the serving certificate cannot be renewed", metadata: ["reason": "\(error)"])
                state.trouble = "\(error)"
            }
        }
    }

    private func tell(of leaf: Leaf, instead last: Leaf?) {
        guard leaf != last else { return }
        logger.log(
            level: last?.signer == leaf.signer ? .debug : .notice, "serving certificate signed",
            metadata: ["authority": "\(pin(leaf.signer))", "expiry": "\(leaf.notAfter)"])
    }
}
