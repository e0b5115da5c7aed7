package import KubernetesClient
package import Logging
package import Readiness

/// What all parts of the controller work with.
package struct PolicySurroundings: Sendable {
    /// How this replica takes part.
    let settings: PolicySettings
    /// The policies.
    let store: PolicyStore
    /// The API server.
    let client: KubernetesClient
    /// The settings of all watches.
    let watching: WatchSettings
    /// Whether this replica says what becomes of policies.
    let isLeader: @Sendable () -> Bool
    /// Decides who lives, and when there is something to do.
    let clock: MonotonicClock
    /// The wall clock, which is only written down.
    let date: @Sendable () -> Timestamp
    /// The log.
    let logger: Logger

    /// Surroundings of these parts.
    ///
    /// - Parameters:
    ///   - watching: the settings of its watches.
    ///   - isLeader: whether this replica says what becomes of policies.
    ///   - clock: decides who lives.
    ///   - date: the wall clock, which is only written down.
    package init(
        settings: PolicySettings, store: PolicyStore, client: KubernetesClient,
        watching: WatchSettings = WatchSettings(), isLeader: @escaping @Sendable () -> Bool,
        clock: MonotonicClock = .system, date: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.client = client
        self.watching = watching
        self.isLeader = isLeader
        self.clock = clock
        self.date = date
        self.logger = logger
    }
}
