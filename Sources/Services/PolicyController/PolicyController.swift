internal import JSONText
package import KubernetesClient
internal import Locking
package import Logging
package import Metrics
internal import Policies
package import Readiness

/// Knows the policies of the cluster, tells the other replicas which of them this one has, and, where it leads, says of
/// each policy whether all have it.
///
/// A policy is in force here from when it is read. Its condition `Accepted` turns True when every replica that lives has
/// said in its Lease that it has that generation: from then on, whichever replica is asked, pods are bound by it.
package final class PolicyController: Sendable {
    /// What is known of the other replicas.
    private struct Others {
        var roster: ReplicaRoster
        /// We may not list Leases.
        var isForbidden = false
    }

    /// The policies.
    package let store: PolicyStore

    private let settings: PolicySettings
    private let client: KubernetesClient
    private let watching: WatchSettings
    private let isLeader: @Sendable () -> Bool
    private let clock: MonotonicClock
    private let date: @Sendable () -> Timestamp
    private let logger: Logger
    private let others: Locked<Others>
    private let isReported = Locked(false)
    private let counter: PodCounter
    private let changes = Bell()
    private let reports = Bell()

    /// A controller that knows nothing until it runs.
    ///
    /// - Parameters:
    ///   - watching: the settings of its watches.
    ///   - isLeader: whether this replica says what becomes of policies.
    ///   - clock: decides who lives.
    ///   - date: the wall clock, which is only written down.
    package init(
        settings: PolicySettings, store: PolicyStore, client: KubernetesClient,
        watching: WatchSettings = WatchSettings(), isLeader: @escaping @Sendable () -> Bool,
        clock: MonotonicClock = .system, date: @escaping @Sendable () -> Timestamp, metrics: MetricsRegistry,
        logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.client = client
        self.watching = watching
        self.isLeader = isLeader
        self.clock = clock
        self.date = date
        self.logger = logger
        counter = PodCounter(
            settings: settings, store: store, client: client, watching: watching, isLeader: isLeader, clock: clock,
            date: date, logger: logger)
        others = Locked(Others(roster: ReplicaRoster(lifetime: settings.lifetime)))
        PolicyMetrics.register(store, in: metrics)
    }

    /// Why admission should not begin yet, in a few words; nil once the policies are known and the others know of us.
    package var obstacle: String? {
        if let obstacle = store.obstacle { return obstacle }
        guard settings.namespace != nil, !isReported.withLock({ $0 }) else { return nil }
        return "the Lease that says which policies this replica has is not written yet"
    }

    /// Works until the task is cancelled, and then takes this replica's Lease away.
    package func run() async {
        await withTaskGroup { group in
            for kind in PolicyKind.allCases { group.addTask { await self.watch(kind) } }
            group.addTask { await self.writeStatuses() }
            group.addTask { await self.counter.run() }
            group.addTask { await self.wakeFromTimeToTime() }
            if let namespace = settings.namespace {
                group.addTask { await self.report(in: namespace) }
                group.addTask { await self.watchReplicas(in: namespace) }
            }
        }
    }

    // MARK: The policies

    private func watch(_ kind: PolicyKind) async {
        let resource = ResourceType.policies(kind)
        while !Task.isCancelled, let rest = await restBeforeWatching(resource, kind) {
            try? await clock.sleep(rest)
        }
        let reflector = Reflector(client: client, resource: resource, settings: watching, clock: clock, logger: logger)
        {
            [weak self] events in
            guard let self, self.store.receive(kind, events) else { return }
            self.changes.ring()
            self.reports.ring()
        }
        await reflector.run()
    }

    /// How long to wait before the kind is looked for again: nil where it is served, so that it can be watched, and where
    /// we may not ask, which the reflector deals with.
    private func restBeforeWatching(_ resource: ResourceType, _ kind: PolicyKind) async -> Duration? {
        var request = APIRequest(.get, resource.path())
        request.query = [APIRequest.QueryItem("limit", "1")]
        do throws(KubernetesError) {
            _ = try await client.send(request, to: "look for \(resource)")
            return nil
        } catch {
            switch error.code {
            case .forbidden: return nil
            case .notFound:
                store.noteAbsence(of: kind)
                return settings.absence
            default: return settings.retry
            }
        }
    }

    // MARK: The replicas

    private func watchReplicas(in namespace: String) async {
        let reflector = Reflector(
            client: client, resource: .leases, namespace: namespace,
            labelSelector: "\(ReplicaLease.label)=\(settings.group)", settings: watching, clock: clock, logger: logger
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    private func receive(_ events: [ReflectorEvent<[UInt8]>]) {
        let now = clock.now()
        others.withLock { others in
            for event in events {
                switch event {
                case .listing: others.roster.beginList()
                case .applied(let json):
                    if let lease = try? ReplicaLease(json.span) { others.roster.apply(lease, at: now) }
                case .deleted(let json):
                    if let lease = try? ReplicaLease(json.span) { others.roster.remove(lease.name) }
                case .listed: others.roster.endList()
                case .current: others.isForbidden = false
                case .forbidden: others.isForbidden = true
                case .interrupted: break
                }
            }
        }
        changes.ring()
    }

    /// Writes this replica's Lease whenever it has other policies, and from time to time.
    private func report(in namespace: String) async {
        var written: [String]?
        var complaint: KubernetesError.Code?
        for await _ in reports.rings {
            // Who knows nothing yet has nothing to say, and is not ready either.
            guard store.obstacle == nil else { continue }
            let marks = store.standings.map(\.mark).sorted()
            do throws(KubernetesError) {
                try await write(marks, written, namespace)
                written = marks
                complaint = nil
                isReported.withLock { $0 = true }
            } catch {
                if error.code == .notFound { written = nil }
                // Without the permission the others never wait for us, which must not keep pods from being created.
                if error.code == .forbidden { isReported.withLock { $0 = true } }
                let isNews = complaint != error.code
                complaint = error.code
                logger.log(
                    level: isNews ? .warning : .debug, "the other replicas cannot be told which policies we have",
                    metadata: ["reason": "\(error)"])
            }
        }
        await leave(namespace)
    }

    private func write(_ marks: [String], _ written: [String]?, _ namespace: String) async throws(KubernetesError) {
        let name = settings.leaseName
        let time = date().microTime
        let what = "Lease \(namespace)/\(name)"
        guard let written else {
            let body = ReplicaLease.creation(
                name: name, namespace: namespace, group: settings.group, holder: settings.identity,
                seconds: Int(settings.lifetime.components.seconds), renewTime: time, marks: marks)
            let request = APIRequest(.post, ResourceType.leases.path(namespace: namespace), body: body)
            _ = try await client.send(request, to: "create \(what)")
            return
        }
        let body = ReplicaLease.patch(renewTime: time, marks: marks == written ? nil : marks)
        let request = APIRequest(
            .patch, ResourceType.leases.path(namespace: namespace, name: name), body: body,
            contentType: "application/merge-patch+json")
        _ = try await client.send(request, to: "renew \(what)")
    }

    /// In a task of its own, since the present one is cancelled and its requests would be too.
    private func leave(_ namespace: String) async {
        await Task { [client, settings] in
            let name = settings.leaseName
            var request = APIRequest(.delete, ResourceType.leases.path(namespace: namespace, name: name))
            request.deadline = .seconds(2)
            _ = try? await client.send(request, to: "delete Lease \(namespace)/\(name)")
        }.value
    }

    private func wakeFromTimeToTime() async {
        reports.ring()
        while !Task.isCancelled {
            try? await clock.sleep(settings.renewal)
            reports.ring()
            changes.ring()
        }
    }

    // MARK: Their statuses

    private func writeStatuses() async {
        var complaint: KubernetesError.Code?
        var counted: Duration?
        for await _ in changes.rings {
            try? await clock.sleep(settings.pause)
            guard !Task.isCancelled, isLeader() else { continue }
            await removeLeasesLeftBehind()
            // Pods come and go all the time: their numbers are written from time to time only.
            var counts: [PolicyName: PolicyCensus.Counts]?
            if counted.map({ clock.now() - $0 >= settings.renewal }) ?? true {
                counts = await counter.count()
                if counts != nil { counted = clock.now() }
            }
            for standing in store.standings {
                guard isLeader(), !Task.isCancelled else { break }
                await writeStatus(of: standing, counts, &complaint)
            }
            if counts != nil { await counter.tellOfUngated() }
        }
    }

    private var replicas: AcceptanceJudge.Replicas {
        guard settings.namespace != nil else { return .alone }
        return others.withLock { others in
            if others.isForbidden { return .alone }
            return others.roster.isSynced ? .known(others.roster) : .unknown
        }
    }

    private func writeStatus(
        of standing: PolicyStanding, _ counts: [PolicyName: PolicyCensus.Counts]?,
        _ complaint: inout KubernetesError.Code?
    ) async {
        let record = standing.record
        var status = AcceptanceJudge.status(of: standing, replicas, now: clock.now(), date: date().description)
        if let counts {
            let count = counts[record.name] ?? PolicyCensus.Counts()
            (status.matched, status.waiting, status.ungated) = (count.matched, count.waiting, count.ungated)
        }
        guard status != record.status else { return }
        let path = ResourceType.policies(record.name.kind).path(
            namespace: record.name.namespace, name: record.name.name, subresource: "status")
        let request = APIRequest(
            .patch, path, body: status.patch(uid: record.uid), contentType: "application/merge-patch+json")
        do throws(KubernetesError) {
            _ = try await client.send(request, to: "write the status of \(record.name)")
            complaint = nil
        } catch {
            // Gone, or made anew: the watch tells.
            if error.code == .notFound || error.code == .conflict || error.code == .cancelled { return }
            let isNews = complaint != error.code
            complaint = error.code
            logger.log(
                level: isNews ? .warning : .debug, "the status of a policy cannot be written",
                metadata: ["policy": "\(record.name)", "reason": "\(error)"])
        }
    }

    /// Of replicas that ended without a word.
    private func removeLeasesLeftBehind() async {
        guard let namespace = settings.namespace else { return }
        let now = clock.now()
        for name in others.withLock({ $0.roster.leftBehind(at: now) }) {
            let request = APIRequest(.delete, ResourceType.leases.path(namespace: namespace, name: name))
            _ = try? await client.send(request, to: "delete Lease \(namespace)/\(name)")
        }
    }
}
