internal import KubernetesClient
internal import Locking
internal import Logging
package import Metrics
internal import Policies
internal import Readiness

/// Knows the policies of the cluster, tells the other replicas which of them this one has, and, where it leads, says of
/// each policy whether all have it.
///
/// A policy is in force here from when it is read. Its condition `Accepted` turns True when every replica that lives has
/// said in its Lease that it has that generation: from then on, whichever replica is asked, pods are bound by it.
package final class PolicyController: Sendable {
    private let parts: PolicySurroundings
    private let replicas: ReplicaBoard
    private let counter: PodCounter
    private let changes = Bell()

    /// A controller that knows nothing until it runs.
    package init(_ parts: PolicySurroundings, metrics: MetricsRegistry) {
        self.parts = parts
        let changes = changes
        replicas = ReplicaBoard(parts) { changes.ring() }
        counter = PodCounter(parts)
        PolicyMetrics.register(parts.store, in: metrics)
    }

    /// The policies.
    package var store: PolicyStore { parts.store }

    /// Why admission should not begin yet, in a few words; nil once the policies are known and the others know of us.
    package var obstacle: String? { store.obstacle ?? replicas.obstacle }

    /// Works until the task is cancelled, and then takes this replica's Lease away.
    package func run() async {
        await withTaskGroup { group in
            for kind in PolicyKind.allCases { group.addTask { await self.watch(kind) } }
            group.addTask { await self.writeStatuses() }
            group.addTask { await self.counter.run() }
            group.addTask { await self.wakeFromTimeToTime() }
            group.addTask { await self.replicas.run() }
        }
    }

    private func wakeFromTimeToTime() async {
        replicas.report()
        while !Task.isCancelled {
            try? await parts.clock.sleep(parts.settings.renewal)
            replicas.report()
            changes.ring()
        }
    }

    // MARK: The policies

    private func watch(_ kind: PolicyKind) async {
        let resource = ResourceType.policies(kind)
        while !Task.isCancelled, let rest = await restBeforeWatching(resource, kind) {
            try? await parts.clock.sleep(rest)
        }
        let reflector = Reflector(
            client: parts.client, resource: resource, settings: parts.watching, clock: parts.clock, logger: parts.logger
        ) {
            [weak self] events in
            guard let self, self.store.receive(kind, events) else { return }
            self.changes.ring()
            self.replicas.report()
        }
        await reflector.run()
    }

    /// How long to wait before the kind is looked for again: nil where it is served, so that it can be watched, and where
    /// we may not ask, which the reflector deals with.
    private func restBeforeWatching(_ resource: ResourceType, _ kind: PolicyKind) async -> Duration? {
        var request = APIRequest(.get, resource.path())
        request.query = [APIRequest.QueryItem("limit", "1")]
        do throws(KubernetesError) {
            _ = try await parts.client.send(request, to: "look for \(resource)")
            return nil
        } catch {
            switch error.code {
            case .forbidden: return nil
            case .notFound:
                store.noteAbsence(of: kind)
                return parts.settings.absence
            default: return parts.settings.retry
            }
        }
    }

    // MARK: Their statuses

    private func writeStatuses() async {
        var complaint: KubernetesError.Code?
        var counted: Duration?
        for await _ in changes.rings {
            try? await parts.clock.sleep(parts.settings.pause)
            guard !Task.isCancelled, parts.isLeader() else { continue }
            await replicas.removeLeasesLeftBehind()
            // Pods come and go all the time: their numbers are written from time to time only.
            var counts: [PolicyName: PolicyCensus.Counts]?
            if counted.map({ parts.clock.now() - $0 >= parts.settings.renewal }) ?? true {
                counts = await counter.count()
                if counts != nil { counted = parts.clock.now() }
            }
            for standing in store.standings {
                guard parts.isLeader(), !Task.isCancelled else { break }
                await writeStatus(of: standing, counts, &complaint)
            }
            if counts != nil { await counter.tellOfUngated() }
        }
    }

    private func writeStatus(
        of standing: PolicyStanding, _ counts: [PolicyName: PolicyCensus.Counts]?,
        _ complaint: inout KubernetesError.Code?
    ) async {
        let record = standing.record
        var status = AcceptanceJudge.status(
            of: standing, replicas.known, now: parts.clock.now(), date: parts.date().description)
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
            _ = try await parts.client.send(request, to: "write the status of \(record.name)")
            complaint = nil
        } catch {
            // Gone, or made anew: the watch tells.
            if error.code == .notFound || error.code == .conflict || error.code == .cancelled { return }
            let isNews = complaint != error.code
            complaint = error.code
            parts.logger.log(
                level: isNews ? .warning : .debug, "the status of a policy cannot be written",
                metadata: ["policy": "\(record.name)", "reason": "\(error)"])
        }
    }
}
