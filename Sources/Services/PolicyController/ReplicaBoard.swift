internal import JSONText
internal import KubernetesClient
internal import Locking
internal import Logging
internal import Readiness

/// By which the replicas tell each other which policies they have: this one's own Lease, and those of all.
///
/// No replica must be overlooked. One enters before it lists the first policy; one that accepts a policy reads the newest
/// after it has that policy. Whatever the order of the two, a replica that is not seen sees the policy.
final class ReplicaBoard: Sendable {
    /// The longest list of Leases that is read: each may name thousands of policies.
    private static let longestList = 64 << 20

    /// What is known of the replicas.
    private struct Knowledge {
        var roster: ReplicaRoster
        /// We may not list Leases.
        var isForbidden = false
        /// The policies that this replica's Lease lists; nil where there is no Lease.
        var written: [String]?
    }

    private let parts: PolicySurroundings
    private let onChange: @Sendable () -> Void
    private let knowledge: Locked<Knowledge>
    private let hasEntered = Locked(false)
    private let complaint = Locked<KubernetesError.Code?>(nil)
    private let reports = Bell()

    /// A board on which nothing stands until it runs. `onChange` is called whenever something else may be known.
    init(_ parts: PolicySurroundings, onChange: @escaping @Sendable () -> Void) {
        self.parts = parts
        self.onChange = onChange
        knowledge = Locked(Knowledge(roster: ReplicaRoster(lifetime: parts.settings.lifetime)))
    }

    private var label: String { "\(ReplicaLease.label)=\(parts.settings.group)" }

    /// Why admission should not begin yet, in a few words; nil once the others know of us.
    var obstacle: String? {
        guard parts.settings.namespace != nil, !hasEntered.withLock({ $0 }) else { return nil }
        return "the Lease by which this replica says which policies it has is not written yet"
    }

    /// What is known of the replicas.
    var known: AcceptanceJudge.Replicas {
        guard parts.settings.namespace != nil else { return .alone }
        return knowledge.withLock { knowledge in
            if knowledge.isForbidden { return .alone }
            return knowledge.roster.isSynced ? .known(knowledge.roster) : .unknown
        }
    }

    /// What the API server says now of the replicas, which the watch may not have told yet.
    func newest() async -> AcceptanceJudge.Replicas {
        guard let namespace = parts.settings.namespace, !knowledge.withLock({ $0.isForbidden }) else { return known }
        let query = [APIRequest.QueryItem("labelSelector", label)]
        let request = APIRequest(
            .get, ResourceType.leases.path(namespace: namespace), query: query, bodyLimit: Self.longestList)
        guard let answer = try? await parts.client.send(request, to: "list the replicas' Leases"),
            let leases = try? ReplicaLease.list(answer.body.span)
        else { return .unknown }
        // A copy: of what is gone since the watch has told already.
        var roster = knowledge.withLock { $0.roster }
        let now = parts.clock.now()
        roster.beginList()
        for lease in leases { roster.apply(lease, at: now) }
        roster.endList()
        return .known(roster)
    }

    /// It is time to say that this replica lives, or that it has other policies.
    func report() { reports.ring() }

    /// Writes this replica's Lease for the first time: returns when it is there, when we may not write it, and when the task
    /// is cancelled.
    func enter() async {
        guard let namespace = parts.settings.namespace else { return }
        while !Task.isCancelled, !hasEntered.withLock({ $0 }) {
            await renew(namespace)
            if !hasEntered.withLock({ $0 }) { try? await parts.clock.sleep(parts.settings.retry) }
        }
    }

    /// Works until the task is cancelled, and then takes this replica's Lease away. Without a namespace there is no board.
    func run() async {
        guard let namespace = parts.settings.namespace else { return }
        await withTaskGroup { group in
            group.addTask { await self.report(in: namespace) }
            group.addTask { await self.watchReplicas(in: namespace) }
        }
    }

    /// Takes away the Leases of replicas that ended without a word.
    func removeLeasesLeftBehind() async {
        guard let namespace = parts.settings.namespace else { return }
        let now = parts.clock.now()
        for name in knowledge.withLock({ $0.roster.leftBehind(at: now) }) {
            let request = APIRequest(.delete, ResourceType.leases.path(namespace: namespace, name: name))
            _ = try? await parts.client.send(request, to: "delete Lease \(namespace)/\(name)")
        }
    }

    // MARK: Those of all

    private func watchReplicas(in namespace: String) async {
        let reflector = Reflector(
            client: parts.client, resource: .leases, namespace: namespace,
            labelSelector: label, settings: parts.watching,
            clock: parts.clock, logger: parts.logger
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    private func receive(_ events: [ReflectorEvent<[UInt8]>]) {
        let now = parts.clock.now()
        knowledge.withLock { knowledge in
            for event in events {
                switch event {
                case .listing: knowledge.roster.beginList()
                case .applied(let json):
                    if let lease = try? ReplicaLease(json.span) { knowledge.roster.apply(lease, at: now) }
                case .deleted(let json):
                    if let lease = try? ReplicaLease(json.span) { knowledge.roster.remove(lease.name) }
                case .listed: knowledge.roster.endList()
                case .current: knowledge.isForbidden = false
                case .forbidden: knowledge.isForbidden = true
                case .interrupted: break
                }
            }
        }
        onChange()
    }

    // MARK: Our own

    /// Writes this replica's Lease whenever it has other policies, and from time to time.
    private func report(in namespace: String) async {
        for await _ in reports.rings { await renew(namespace) }
        await leave(namespace)
    }

    private func renew(_ namespace: String) async {
        let marks = parts.store.standings.map(\.mark).sorted()
        do throws(KubernetesError) {
            try await write(marks, knowledge.withLock { $0.written }, namespace)
            knowledge.withLock { $0.written = marks }
            complaint.withLock { $0 = nil }
            hasEntered.withLock { $0 = true }
        } catch {
            if error.code == .notFound { knowledge.withLock { $0.written = nil } }
            // It was created by a request whose answer was lost.
            if error.code == .alreadyExists { knowledge.withLock { $0.written = [] } }
            // Without the permission the others never wait for us, which must not keep pods from being created.
            if error.code == .forbidden { hasEntered.withLock { $0 = true } }
            let isNews = complaint.withLock { complaint in
                defer { complaint = error.code }
                return complaint != error.code
            }
            parts.logger.log(
                level: isNews ? .warning : .debug, "the other replicas cannot be told which policies we have",
                metadata: ["reason": "\(error)"])
        }
    }

    private func write(_ marks: [String], _ written: [String]?, _ namespace: String) async throws(KubernetesError) {
        let name = parts.settings.leaseName
        let time = parts.date().microTime
        let what = "Lease \(namespace)/\(name)"
        guard let written else {
            let body = ReplicaLease.creation(
                name: name, namespace: namespace, group: parts.settings.group, holder: parts.settings.identity,
                seconds: Int(parts.settings.lifetime.components.seconds), renewTime: time, marks: marks)
            let request = APIRequest(.post, ResourceType.leases.path(namespace: namespace), body: body)
            _ = try await parts.client.send(request, to: "create \(what)")
            return
        }
        let body = ReplicaLease.patch(renewTime: time, marks: marks == written ? nil : marks)
        let request = APIRequest(
            .patch, ResourceType.leases.path(namespace: namespace, name: name), body: body,
            contentType: "application/merge-patch+json")
        _ = try await parts.client.send(request, to: "renew \(what)")
    }

    /// In a task of its own, since the present one is cancelled and its requests would be too.
    private func leave(_ namespace: String) async {
        await Task { [parts] in
            let name = parts.settings.leaseName
            var request = APIRequest(.delete, ResourceType.leases.path(namespace: namespace, name: name))
            request.deadline = .seconds(2)
            _ = try? await parts.client.send(request, to: "delete Lease \(namespace)/\(name)")
        }.value
    }
}
