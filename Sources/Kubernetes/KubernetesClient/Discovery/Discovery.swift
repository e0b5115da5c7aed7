import Retrying

/// What the API server serves, by name: asked once and remembered, and asked again when a name is not known.
///
/// Any number of tasks may ask at the same time; they share one look. While the API server cannot be asked, what is known
/// stays known, and of a name that is not nothing is said but that.
package actor Discovery {
    private let reader: DiscoveryReader
    private let settings: DiscoverySettings
    private let clock: MonotonicClock
    private var generator: SplitMix64
    private var backoff: Backoff
    private var catalogue = DiscoveryCatalogue()
    /// Why the last look found nothing out; nil when it did.
    private var failure: String?
    private var look: Task<Void, Never>?
    private var begunAt: Duration?
    private var nextAt: Duration?
    private var isOutdated = false

    /// Nothing is asked before the first name is.
    ///
    /// - Parameters:
    ///   - clock: the time, so that a test need not wait.
    ///   - seed: for the jitter of the pauses; nil for one by chance.
    package init(
        client: KubernetesClient, settings: DiscoverySettings = DiscoverySettings(), clock: MonotonicClock = .system,
        seed: UInt64? = nil
    ) {
        reader = DiscoveryReader(client: client, settings: settings)
        self.settings = settings
        self.clock = clock
        generator = SplitMix64(seed: seed ?? UInt64.random(in: 0...UInt64.max))
        backoff = Backoff(from: settings.shortestPause, to: settings.longestPause, jitter: .upperHalf)
    }

    /// What a name means, written as `kubectl get` takes it: `DiscoveryCatalogue` says how it is read.
    ///
    /// A name that is known is answered from memory. For another the API server is asked, unless it was a moment ago.
    /// `notFound` is said only when all that is served is known.
    package func resolve(_ name: String) async -> Resolution {
        let known = answer(name)
        if case .found = known {
            // What was known is good enough until the look has ended.
            if isOutdated || isOld, mayLook { _ = startLook() }
            return known
        }
        guard look != nil || mayLook else { return known }
        await startLook().value
        return answer(name)
    }

    /// Says that what is served has probably changed, a CustomResourceDefinition having come or gone: the next question
    /// may ask the API server as soon as the shortest pause since the last look is over.
    package func expectChange() {
        isOutdated = true
        backoff.reset()
        nextAt = begunAt.map { $0 + settings.shortestPause }
    }

    private func answer(_ name: String) -> Resolution {
        let resolution = catalogue.resolve(name)
        if resolution == .notFound, let failure { return .failed(failure) }
        return resolution
    }

    // MARK: Looking

    private var mayLook: Bool { nextAt.map { clock.now() >= $0 } ?? true }

    private var isOld: Bool { begunAt.map { clock.now() >= $0 + settings.oldest } ?? true }

    /// The look that is under way, or a new one.
    private func startLook() -> Task<Void, Never> {
        if let look { return look }
        begunAt = clock.now()
        isOutdated = false
        let task = Task {
            do throws(KubernetesError) {
                finish(.success(try await reader.read()))
            } catch {
                finish(.failure(error))
            }
        }
        look = task
        return task
    }

    private func finish(_ result: Result<[ServedVersion], KubernetesError>) {
        look = nil
        switch result {
        case .success(let versions):
            let newer = catalogue.refreshed(by: versions)
            if newer != catalogue { backoff.reset() }
            catalogue = newer
            failure = nil
        case .failure(let error):
            failure = "what the API server serves is not known: \(error)"
        }
        nextAt = clock.now() + backoff.next(using: &generator)
    }
}
