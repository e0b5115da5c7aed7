package import Dependencies
package import KubernetesClient
internal import Locking
package import Logging
internal import Metrics
package import Readiness

/// Remembers finished Jobs for the pods of the controller revisions that saw them, so that a Job which its TTL has removed
/// does not block a pod that is added later.
///
/// Asking and telling are synchronous and safe from any thread: everything is in memory. `run` keeps it equal to a record
/// in a ConfigMap of our own namespace, which all replicas share; a sighting counts once that has been stored. Without a
/// namespace of our own it counts at once, and only in this process.
package final class JobMemory: Sendable {
    /// What the lock guards.
    struct State {
        /// The record.
        var keeper: RecordKeeper
        /// The namespaces' UIDs.
        var namespaces = NamespaceTable()
        /// Whether anybody has asked for a namespace.
        var needsNamespaces = false
        /// Sightings whose namespaces are not known yet.
        var sightings: [Sighting] = []
        /// The list of ConfigMaps that is being read has named ours.
        var isListed = false
        /// There was no room for the newest facts, and a line of the log says so.
        var isFull = false
        /// It is time to look controllers up.
        var isSweepDue = false
        /// Facts for which there is no room have waited long enough for the leader to make some.
        var isPatienceOver = false
        /// Which of them are next.
        var order = SweepOrder()
    }

    /// The Jobs about which something is known that was not known before, or the other way round: whoever waits for one
    /// that is gone is to be judged again.
    package typealias Listener = @Sendable (Set<JobName>) async -> Void

    /// A Job by its name.
    package struct JobName: Hashable, Sendable {
        /// Its namespace.
        package let namespace: String
        /// Its name.
        package let name: String
    }

    /// Limits, times and place.
    let settings: JobMemorySettings
    /// Asks the API server.
    let client: KubernetesClient
    /// Times of waits.
    let clock: MonotonicClock
    /// What operators see.
    let metrics: JobMemoryMetrics
    /// Whether this replica is the one that looks controllers up. Asked before each piece of that work.
    let isLeader: @Sendable () -> Bool
    /// Gets a line for what an operator may have to act on.
    let logger: Logger
    /// Everything that changes.
    let state: Locked<State>
    /// Wakes the task that writes.
    let wake = Bell()
    /// Wakes the task that watches namespaces.
    let need = Bell()
    /// Wakes the task that tells the listener.
    let news = NewsBox()

    /// A memory that knows nothing before `run`.
    ///
    /// - Parameter isLeader: whether this replica is the one that drops the facts of controllers that are gone: one is enough
    ///   for a record that all share. Facts are written down by any. Two that drop at once do no harm: each looks for itself,
    ///   and each write names the version that it is made from. Where memory lasts only as long as the process, its answer
    ///   does not matter.
    package init(
        settings: JobMemorySettings, client: KubernetesClient, clock: MonotonicClock = .system,
        isLeader: @escaping @Sendable () -> Bool = { true }, metrics: JobMemoryMetrics, logger: Logger
    ) {
        self.settings = settings
        self.client = client
        self.clock = clock
        let isAlone = settings.namespace == nil
        self.isLeader = { isAlone || isLeader() }
        self.metrics = metrics
        self.logger = logger
        state = Locked(
            State(
                keeper: RecordKeeper(
                    hasPlace: settings.namespace != nil, byteLimit: settings.byteLimit, queueLimit: settings.queueLimit)
            ))
    }

    // MARK: Asking and telling

    /// What proves to a pod that the Job of a dependency, which is gone, has completed; nil if nothing does, or if that
    /// cannot be known now: the listener hears when it can.
    ///
    /// - Parameters:
    ///   - label: the value of one of the waiting pod's labels.
    ///   - now: the present wall-clock time.
    package func remembered(
        _ dependency: Dependency, for controller: PodController, label: (String) -> String?, now: Timestamp
    ) -> RememberedJob? {
        guard dependency.options.remember != .never,
            let requirement = CompletionRequirement(dependency, podLabel: label)
        else { return nil }
        let (proof, isFirst) = state.withLock { state -> (RememberedJob?, Bool) in
            guard let place = state.namespaces[requirement.namespace], let home = state.namespaces[controller.namespace]
            else { return (nil, Self.noteNeed(&state)) }
            let job = CompletionFact.JobKey(
                namespaceUID: place.uid, name: requirement.job, match: requirement.match)
            let proof = state.keeper.record.proof(
                of: job, for: controller, homeUID: home.uid, remember: dependency.options.remember, now: now)
            return (proof, false)
        }
        if isFirst { need.ring() }
        return proof
    }

    /// A wait has seen a Job complete.
    package func note(_ sighting: Sighting) {
        let (acceptance, isFirst) = state.withLock { state -> (RecordKeeper.Acceptance, Bool) in
            if let fact = sighting.fact(state.namespaces) { return (state.keeper.add(fact), false) }
            guard !state.sightings.contains(sighting) else { return (.known, false) }
            guard state.sightings.count < settings.sightingLimit else { return (.refused, false) }
            state.sightings.append(sighting)
            return (.known, Self.noteNeed(&state))
        }
        if isFirst { need.ring() }
        take(acceptance)
    }

    /// Acts on what became of a fact.
    func take(_ acceptance: RecordKeeper.Acceptance) {
        switch acceptance {
        case .known: if settings.namespace == nil { measure() }
        case .queued: wake.ring()
        case .refused: refuse(1)
        }
    }

    /// Facts are lost, since there is no room for them. Logged once until there is room again.
    func refuse(_ count: Int) {
        metrics.refused.increment(by: count)
        let isNews = state.withLock { state in
            state.isSweepDue = true
            defer { state.isFull = true }
            return !state.isFull
        }
        if isNews {
            logger.error(
                "there is no room to remember more finished Jobs",
                metadata: ["bytes": "\(settings.byteLimit)", "queue": "\(settings.queueLimit)"])
        }
        wake.ring()
    }

    /// Brings the gauges up to the record.
    func measure() {
        // Under the lock, so that nobody sets what was so before over what is so since.
        state.withLock { state in
            metrics.facts.set(Double(state.keeper.record.count))
            metrics.bytes.set(Double(state.keeper.record.byteCount))
            if case .unreadable = state.keeper.base { metrics.isReadable.set(0) } else { metrics.isReadable.set(1) }
        }
    }

    private static func noteNeed(_ state: inout State) -> Bool {
        defer { state.needsNamespaces = true }
        return !state.needsNamespaces
    }
}
