package import KubernetesClient
internal import Locking
package import Logging
package import Metrics
package import Readiness

/// Stands for election by a Lease, and says whether this replica leads.
///
/// What it does when is decided by `ElectionMachine`; here are the requests, the waits and the log. Nothing that serves
/// pods asks who leads: it is for work that only one replica should do.
package final class Elector: Sendable {
    /// Which Lease, and how patient everybody is.
    private let settings: ElectionSettings
    private let namespace: String
    private let name: String
    private let client: KubernetesClient
    private let clock: MonotonicClock
    private let date: @Sendable () -> Timestamp
    private let metrics: LeadershipMetrics
    private let logger: Logger
    private let leadsUntil = Locked<Duration?>(nil)

    /// A candidate that stands from `run` on.
    ///
    /// - Parameters:
    ///   - clock: decides; it must go on while the machine sleeps.
    ///   - date: the wall clock, which is only written into the Lease.
    package init(
        settings: ElectionSettings, namespace: String, name: String, client: KubernetesClient,
        clock: MonotonicClock = .system, date: @escaping @Sendable () -> Timestamp, metrics: MetricsRegistry,
        logger: Logger
    ) {
        self.settings = settings
        self.namespace = namespace
        self.name = name
        self.client = client
        self.clock = clock
        self.date = date
        self.metrics = LeadershipMetrics(metrics)
        self.logger = logger
        metrics.collect(
            "k8s_wait_leader", kind: .gauge, help: "1 while this replica does what only one of them should do, else 0."
        ) { [weak self] in [([], self?.isLeader == true ? 1 : 0)] }
    }

    /// Whether this replica leads now. Safe from any thread; ask again before each piece of work.
    package var isLeader: Bool { leadsUntil.withLock { $0 }.map { clock.now() < $0 } ?? false }

    /// Stands for election until the task is cancelled, then gives the Lease back if it is ours.
    package func run() async {
        var machine = ElectionMachine(settings: settings, seed: UInt64.random(in: 0...UInt64.max))
        var complaint: KubernetesError.Code?
        var step = machine.event(.due, now: clock.now(), date: date())
        while !Task.isCancelled {
            let event = await perform(step, &complaint)
            if Task.isCancelled { break }
            step = machine.event(event, now: clock.now(), date: date())
            note(machine)
        }
        await resign(machine)
    }

    private func note(_ machine: ElectionMachine) {
        let until = machine.leadsUntil
        let wasLeading = leadsUntil.withLock { current in
            defer { current = until }
            return current != nil
        }
        guard wasLeading != (until != nil) else { return }
        logger.notice(
            wasLeading ? "this replica does not lead any more" : "this replica leads",
            metadata: ["lease": "\(namespace)/\(name)", "holder": "\(machine.holder ?? "")"])
    }

    private func perform(_ step: ElectionMachine.Step, _ complaint: inout KubernetesError.Code?) async
        -> ElectionMachine.Event
    {
        do throws(KubernetesError) {
            let event = try await request(step)
            if case .rest = step {} else { complaint = nil }
            return event
        } catch {
            return note(error, of: step, &complaint)
        }
    }

    private func request(_ step: ElectionMachine.Step) async throws(KubernetesError) -> ElectionMachine.Event {
        let path = ResourceType.leases.path(namespace: namespace, name: name)
        switch step {
        case .read:
            return .found(try await send(APIRequest(.get, path), "read"))
        case .create(let record):
            let body = LeaseDocument.creation(name: name, namespace: namespace, record: record)
            let stored = try await send(
                APIRequest(.post, ResourceType.leases.path(namespace: namespace), body: body), "create")
            metrics.count(.written)
            return .stored(version: stored.version)
        case .write(let record, let version):
            let body = LeaseDocument.patch(version: version, record: record)
            let stored = try await send(
                APIRequest(.patch, path, body: body, contentType: "application/merge-patch+json"), "write")
            metrics.count(.written)
            return .stored(version: stored.version)
        case .rest(let duration):
            try? await clock.sleep(duration)
            return .due
        case .done:
            return .due
        }
    }

    private func send(_ request: APIRequest, _ verb: String) async throws(KubernetesError) -> LeaseDocument {
        var request = request
        // Two tries fit into the time for which a leader leads on.
        request.deadline = settings.renewDeadline / 2
        request.bodyLimit = 256 << 10
        let body = try await client.send(request, to: "\(verb) Lease \(namespace)/\(name)").body
        guard let document = try? LeaseDocument(body.span), document.name == name, !document.version.isEmpty else {
            throw KubernetesError(.unreadable, "the answer is not Lease \(namespace)/\(name)")
        }
        return document
    }

    /// Says what the machine makes of a failure; logged once for each kind of failure until something succeeds.
    private func note(
        _ error: KubernetesError, of step: ElectionMachine.Step, _ complaint: inout KubernetesError.Code?
    ) -> ElectionMachine.Event {
        var isCreation = false
        if case .create = step { isCreation = true }
        switch error.code {
        // Nothing else counts as absence: a proxy says 404 too. What cannot be created lacks its namespace.
        case .notFound where error.reason == "NotFound" && !isCreation:
            return step == .read ? .absent : .conflict
        case .conflict, .alreadyExists:
            metrics.count(.conflict)
            return .conflict
        default:
            if step != .read { metrics.count(.failed) }
            let isNews = complaint != error.code
            complaint = error.code
            logger.log(
                level: isNews ? .warning : .debug, "the Lease is out of reach: nobody may lead for a while",
                metadata: ["reason": "\(error)"])
            let isRefused = error.code == .forbidden || error.code == .unauthorized
            let asked = error.requestedPause(atMost: .seconds(60))
            return .failed(pause: max(asked, isRefused ? settings.refusalPause : .zero))
        }
    }

    /// In a task of its own, since the present one is cancelled and its requests would be too.
    private func resign(_ machine: ElectionMachine) async {
        leadsUntil.withLock { $0 = nil }
        await Task { [self] in
            var machine = machine
            var step = machine.resign(now: clock.now(), date: date())
            while step != .done {
                let event: ElectionMachine.Event
                do throws(KubernetesError) {
                    event = try await request(step)
                } catch {
                    var complaint: KubernetesError.Code?
                    event = note(error, of: step, &complaint)
                }
                step = machine.event(event, now: clock.now(), date: date())
            }
        }.value
    }
}
