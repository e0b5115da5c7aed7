package import Dependencies
package import KubernetesClient
internal import Locking
package import Logging

/// What the Namespaces of the cluster say for their pods, kept by a watch, so that admission can know it without asking
/// anybody.
///
/// A namespace that is not known says nothing: the server's settings hold then, and its pods are gated all the same. What
/// was known stays in force while the API server cannot be reached. Thread-safe.
package final class NamespaceCache: Sendable {
    /// What is known of the whole.
    private struct State {
        var defaults = ObjectsByName<NamespaceDefaults>()
        var labels = ObjectsByName<[String: String]>()
        var isForbidden = false
        /// Whether what is known is what the API server knows.
        var isCurrent = false
    }

    private let client: KubernetesClient
    private let settings: WatchSettings
    private let clock: MonotonicClock
    private let keepsLabels: Bool
    private let logger: Logger
    private let state = Locked(State())

    /// A cache that knows nothing until it runs; `settings` are those of its watch. Labels are kept only where somebody
    /// asks for them.
    package init(
        client: KubernetesClient, settings: WatchSettings = WatchSettings(), clock: MonotonicClock = .system,
        keepsLabels: Bool = false, logger: Logger
    ) {
        self.client = client
        self.settings = settings
        self.clock = clock
        self.keepsLabels = keepsLabels
        self.logger = logger
    }

    /// What the Namespace of that name says; nil where it says nothing, or is not known.
    package subscript(name: String) -> NamespaceDefaults? {
        state.withLock { $0.defaults[name] }
    }

    /// The labels of the Namespace of that name; nil where it is not known.
    package func labels(of name: String) -> [String: String]? {
        state.withLock { $0.labels[name] }
    }

    /// Whether we may not know the Namespaces.
    package var isForbidden: Bool { state.withLock { $0.isForbidden } }

    /// Why admission should not begin yet, in a few words; nil once the Namespaces have been listed.
    ///
    /// Where we may not list them that is an answer too: the server's settings hold then, which is better than pods that
    /// cannot be created.
    package var obstacle: String? {
        state.withLock { $0.defaults.isSynced || $0.isForbidden ? nil : "the Namespaces have not been listed yet" }
    }

    /// How many Namespaces say something, and whether that is what the API server knows now.
    package var census: (count: Int, isCurrent: Bool) {
        state.withLock { ($0.defaults.count, $0.isCurrent) }
    }

    /// Watches until the task is cancelled.
    package func run() async {
        let reflector = Reflector(
            client: client, resource: .namespaces, settings: settings, clock: clock, logger: logger
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    /// Takes what the reflector of Namespaces has told.
    package func receive(_ events: [ReflectorEvent<[UInt8]>]) {
        // Read before the lock is taken: admissions wait for it.
        let news = events.map { event -> (event: ReflectorEvent<[UInt8]>, namespace: NamespaceAnnotations?) in
            switch event {
            case .applied(let json), .deleted(let json): (event, try? NamespaceAnnotations(json.span))
            default: (event, nil)
            }
        }
        let isNewlyForbidden = state.withLock { state -> Bool in
            let wasForbidden = state.isForbidden
            for (event, namespace) in news {
                Self.apply(event, namespace, to: &state)
                if keepsLabels { Self.applyLabels(event, namespace, to: &state) }
            }
            return state.isForbidden && !wasForbidden
        }
        guard isNewlyForbidden else { return }
        logger.warning(
            "what Namespaces say for their pods is not heeded: we may not list and watch them; see --print-rbac")
    }

    private static func applyLabels(
        _ event: ReflectorEvent<[UInt8]>, _ namespace: NamespaceAnnotations?, to state: inout State
    ) {
        switch event {
        case .listing: state.labels.beginList()
        case .applied: if let namespace { state.labels.apply(namespace.labels, name: namespace.name) }
        case .deleted: if let namespace { state.labels.remove(name: namespace.name) }
        case .listed: state.labels.endList()
        case .current, .interrupted, .forbidden: break
        }
    }

    private static func apply(
        _ event: ReflectorEvent<[UInt8]>, _ namespace: NamespaceAnnotations?, to state: inout State
    ) {
        switch event {
        case .listing:
            state.defaults.beginList()
        case .applied:
            guard let namespace else { return }
            let defaults = NamespaceDefaults(namespace.annotations)
            // Only those that say something are kept: of nearly every Namespace there is nothing.
            state.defaults.apply(defaults.isEmpty ? nil : defaults, name: namespace.name)
        case .deleted:
            if let namespace { state.defaults.remove(name: namespace.name) }
        case .listed:
            state.defaults.endList()
        case .current:
            (state.isCurrent, state.isForbidden) = (true, false)
        case .interrupted:
            state.isCurrent = false
        case .forbidden:
            (state.isCurrent, state.isForbidden) = (false, true)
        }
    }
}
