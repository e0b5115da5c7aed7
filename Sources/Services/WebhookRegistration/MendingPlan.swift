internal import Retrying

/// Decides when `caBundle` of our configuration is patched: what is known comes in, what to do goes out. Pure: the clock
/// and the randomness are passed in, and only the time since something was seen counts, never a date.
///
/// Every replica keeps the configuration; there is no leader for it. Two that patch at once write the same. Two that do not
/// agree, because one has not heard of a rotation yet, could undo each other's patches, so:
///
/// - An entry that trusts more than it should is left alone for a while: the replica that is a step ahead has written it, or
///   the one that is a step behind still needs it. Nobody is refused meanwhile.
/// - Only an entry that lacks something is mended at once, and each mending that follows another comes later.
///
/// An API server that is away changes nothing here: a patch that fails is tried again, from what is known then, and the
/// `test` in it fails where that is out of date.
package struct MendingPlan: Sendable {
    /// What to do.
    package enum Action: Hashable, Sendable {
        /// Nothing until something else is known.
        case rest
        /// Nothing for so long, then ask again.
        case wait(Duration)
        /// Send this patch, and say how it ended.
        case patch([UInt8])
    }

    private let settings: RegistrationSettings
    private var generator: SplitMix64
    private var backoff: Backoff
    private var wanted: (bundle: CertificateBundle, pem: [UInt8])?
    private var document: ConfigurationDocument?
    /// The worst difference that something is planned for, and when.
    private var plan: (difference: BundlePatch.Difference, at: Duration)?
    private var calmSince: Duration?

    /// A plan of somebody who knows nothing yet.
    ///
    /// - Parameter seed: decides the jitter.
    package init(settings: RegistrationSettings, seed: UInt64) {
        self.settings = settings
        generator = SplitMix64(seed: seed)
        backoff = Backoff(
            from: settings.firstDelay, to: settings.longestDelay, jitter: .full(atLeast: settings.firstDelay / 20))
    }

    /// How many entries differ from what they should be.
    package var differing: Int {
        guard let wanted, let document else { return 0 }
        return document.entries.count { BundlePatch.difference(of: $0, from: wanted.bundle) != .none }
    }

    // MARK: What is known

    /// These authorities are to be trusted. A text without certificates is passed over.
    package mutating func want(_ pem: [UInt8], now: Duration) {
        guard let bundle = CertificateBundle(pem: pem), bundle != wanted?.bundle else { return }
        wanted = (bundle, pem)
        backoff.reset()
        plan = nil
        consider(now)
    }

    /// The configuration as it is now; nil when there is none.
    package mutating func observe(_ document: ConfigurationDocument?, now: Duration) {
        guard document != self.document else { return }
        self.document = document
        consider(now)
    }

    /// The API server can be reached again after it could not.
    package mutating func noteRecovery(now: Duration) {
        backoff.reset()
        plan = nil
        consider(now)
    }

    /// A patch was stored; what came of it is observed.
    package mutating func noteSuccess(now: Duration) {
        consider(now)
    }

    /// A patch was not stored; the API server may have asked for patience.
    package mutating func noteFailure(pause: Duration?, now: Duration) {
        consider(now)
        guard let plan else { return }
        self.plan = (plan.difference, max(plan.at, now + (pause ?? .zero)))
    }

    // MARK: What to do

    /// What to do now. A patch is given out once; then its end must be told.
    package mutating func next(now: Duration) -> Action {
        guard let due = plan, let wanted, let document else { return .rest }
        guard now >= due.at else { return .wait(due.at - now) }
        plan = nil
        guard let patch = BundlePatch.make(for: document, pem: wanted.pem) else { return .rest }
        return .patch(patch)
    }

    private mutating func consider(_ now: Duration) {
        let difference = worstDifference
        guard difference != .none else {
            plan = nil
            calmSince = calmSince ?? now
            return
        }
        if let calmSince, now - calmSince >= settings.calm { backoff.reset() }
        calmSince = nil
        if plan?.difference == difference { return }
        switch difference {
        case .lack: plan = (difference, now + backoff.next(using: &generator))
        case .excess, .none:
            let fraction = Double.random(in: 1...2, using: &generator)
            plan = (difference, now + settings.excessPause * fraction)
        }
    }

    private var worstDifference: BundlePatch.Difference {
        guard let wanted, let document else { return .none }
        return document.entries.map { BundlePatch.difference(of: $0, from: wanted.bundle) }.max() ?? .none
    }
}
