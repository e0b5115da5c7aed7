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
///
/// That holds for replicas that are just starting too: each writes its Lease before it lists policies, and the one that
/// leads lists the Leases, after it has seen the policy, before it accepts it. So a replica whose Lease it does not see
/// lists the policies later, and finds this one.
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
        PolicyMetrics.register(parts.store, totals: { [counter] in counter.totals }, in: metrics)
    }

    /// The policies.
    package var store: PolicyStore { parts.store }

    /// Why admission should not begin yet, in a few words; nil once the policies are known and the others know of us.
    package var obstacle: String? { store.obstacle ?? replicas.obstacle }

    /// Works until the task is cancelled, and then takes this replica's Lease away.
    package func run() async {
        // Whoever accepts policies must know of this replica before it begins to learn of them: see ReplicaBoard.
        await replicas.enter()
        await withTaskGroup { group in
            for kind in PolicyKind.allCases {
                let watcher = PolicyWatcher(parts, kind) { [changes, replicas] in
                    changes.ring()
                    replicas.report()
                }
                group.addTask { await watcher.run() }
            }
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
            let standings = store.standings
            let known = await replicas(for: standings)
            for standing in standings {
                guard parts.isLeader(), !Task.isCancelled else { break }
                await writeStatus(of: standing, known, counts, &complaint)
            }
            if counts != nil { await counter.tellOfUngated() }
        }
    }

    /// What is known of the replicas: the newest where by what the watch has told a policy would be accepted. `standings`
    /// must have been read before.
    private func replicas(for standings: [PolicyStanding]) async -> AcceptanceJudge.Replicas {
        let known = replicas.known
        let now = parts.clock.now()
        guard standings.contains(where: { AcceptanceJudge.wouldAccept($0, known, now: now) }) else { return known }
        return await replicas.newest()
    }

    private func writeStatus(
        of standing: PolicyStanding, _ replicas: AcceptanceJudge.Replicas, _ counts: [PolicyName: PolicyCensus.Counts]?,
        _ complaint: inout KubernetesError.Code?
    ) async {
        let record = standing.record
        var status = AcceptanceJudge.status(
            of: standing, replicas, now: parts.clock.now(), date: parts.date().description)
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
