internal import Encodings
package import KubernetesClient
internal import Locking
package import Logging
package import Metrics
internal import TLS

/// Keeps an eye on our MutatingWebhookConfiguration: whether API servers trust us by it, and, where its `caBundle` is ours to
/// keep, that it names the authorities that are to be trusted.
///
/// When to patch is decided by `MendingPlan`, what by `BundlePatch`; here are the watch, the requests and the log. Nothing
/// but `caBundle` is ever changed. Safe from any thread.
package final class WebhookRegistration: Sendable {
    /// What is known of the configuration.
    enum Sight: Hashable, Sendable {
        /// Nothing yet.
        case unknown
        /// We may not look; the API server's own words.
        case forbidden(String)
        /// There is none.
        case absent
        /// It is like this.
        case document(ConfigurationDocument)
    }

    /// What we show, and whom clients are to trust for it.
    fileprivate struct Identity: Hashable {
        /// PEM.
        let chain: [UInt8]
        /// PEM.
        let authorities: [UInt8]
    }

    /// What the lock guards.
    struct State {
        fileprivate var identity: Identity?
        /// The configuration.
        fileprivate(set) var sight = Sight.unknown
        /// What to do about it.
        var plan: MendingPlan
        /// How often the watch has told how it is.
        var news = 0
        /// The list that is being read has named it.
        var isListed = false
        /// The watch has failed since it was current.
        var isInterrupted = false
        /// API servers would trust us by it, or once would have.
        fileprivate(set) var hasBeenRight = false
        /// Why they would not now; nil where they would.
        fileprivate(set) var problem: String?
    }

    /// Which configuration, and what to do with it.
    let settings: RegistrationSettings
    /// Asks the API server.
    let client: KubernetesClient
    /// Times of waits.
    let clock: MonotonicClock
    /// What operators see.
    let metrics: RegistrationMetrics
    /// Gets a line for what an operator may have to act on.
    let logger: Logger
    /// Everything that changes.
    let state: Locked<State>
    /// Wakes the task that mends.
    let wake = Bell()

    /// A registration that knows nothing before `run` and `show`.
    package init(
        settings: RegistrationSettings, client: KubernetesClient, clock: MonotonicClock = .system,
        metrics: MetricsRegistry, logger: Logger
    ) {
        self.settings = settings
        self.client = client
        self.clock = clock
        self.metrics = RegistrationMetrics(metrics)
        self.logger = logger
        let seed = UInt64.random(in: 0...UInt64.max)
        state = Locked(State(plan: MendingPlan(settings: settings, seed: seed)))
    }

    /// We show this chain from now on, and these authorities are to be trusted; both PEM.
    package func show(chain: [UInt8], authorities: [UInt8]) {
        let identity = Identity(chain: chain, authorities: authorities)
        change { state, now in
            state.identity = identity
            if settings.mends { state.plan.want(authorities, now: now) }
        }
    }

    /// Why no API server can have been able to call us since the start; nil once one could: later changes are a metric and
    /// are mended, but take no replica out of service.
    ///
    /// An API server can when every entry's `caBundle` verifies the chain that we show, for the name that the entry asks for.
    package var obstacle: String? {
        state.withLock { state in
            if state.hasBeenRight { return nil }
            guard state.identity != nil else { return "this server has no certificate yet" }
            return switch state.sight {
            case .unknown: "\(subject) has not been read yet"
            case .forbidden(let reason): "\(subject) cannot be read: \(reason)"
            case .absent: "\(subject) does not exist; create it, or name it with --webhook-configuration"
            case .document: state.problem ?? "\(subject) has not been verified yet"
            }
        }
    }

    /// What logs and messages call it.
    var subject: String { "MutatingWebhookConfiguration \(settings.name)" }

    /// The configuration is known, or known not to be.
    ///
    /// - Parameter told: what the watch had told when this was asked for. If it has told more since then, that counts: the
    ///   answer to a request may come later than the news of what somebody did to the configuration after it.
    func note(_ sight: Sight, unlessToldSince told: Int? = nil) {
        change { state, now in
            if let told, told != state.news { return }
            state.sight = sight
            if settings.mends { state.plan.observe(sight.document, now: now) }
        }
    }

    /// Changes what is known, judges it, and tells of what that changes.
    private func change(_ body: (inout State, Duration) -> Void) {
        let now = clock.now()
        let (before, problem, isFirst) = state.withLock { state in
            let (before, hadBeenRight) = (state.problem, state.hasBeenRight)
            body(&state, now)
            let failures = Self.failures(of: state.sight.document, state.identity)
            state.problem = failures.first
            let count = state.sight.document?.entries.count ?? 0
            if state.identity != nil, count > 0, failures.isEmpty { state.hasBeenRight = true }
            if case .document(let document) = state.sight, document.entries.isEmpty {
                state.problem = "\(subject) has no entries"
            }
            // Under the lock, or one who comes later could be overtaken and what was so before would stand.
            metrics.drift.set(Double(settings.mends ? state.plan.differing : failures.count))
            metrics.entries.set(Double(count))
            return (before, state.problem, state.hasBeenRight && !hadBeenRight)
        }
        if isFirst { logger.notice("API servers trust this server", metadata: ["configuration": "\(settings.name)"]) }
        if let problem, problem != before {
            logger.warning("API servers do not trust this server now", metadata: ["reason": "\(problem)"])
        }
        wake.ring()
    }

    /// What an API server would say of each entry by which it does not trust us.
    private static func failures(of document: ConfigurationDocument?, _ identity: Identity?) -> [String] {
        guard let document, let identity else { return [] }
        return document.entries.compactMap { entry in
            guard let bundle = Base64.decode(entry.caBundle), !bundle.isEmpty else {
                return "entry \(entry.name) has no caBundle"
            }
            do throws(TLSError) {
                try ChainVerification.verify(chain: identity.chain, against: bundle, for: entry.serverName)
                return nil
            } catch {
                return "caBundle of entry \(entry.name): \(error.message)"
            }
        }
    }
}

extension WebhookRegistration.Sight {
    /// The configuration, if it is known.
    var document: ConfigurationDocument? {
        if case .document(let document) = self { document } else { nil }
    }
}
