internal import JSONText
internal import KubernetesClient
internal import Locking
internal import Logging
internal import Policies
internal import Readiness

/// Counts the pods of each policy while this replica leads, and tells of those that were not gated.
///
/// All pods are watched for that, but only while there are policies, and only by one replica.
final class PodCounter: Sendable {
    private struct State {
        var census = PolicyCensus()
        /// What the rules were made of, to notice a change.
        var arranged: Set<String> = []
        /// The entry of the webhook's registration; nil where it is not known yet.
        var scope: WebhookScope?
        /// The numbers of all policies together, when they were last counted.
        var totals: PolicyCensus.Counts?
    }

    /// How many Events are written in one go.
    private static let eventsAtOnce = 20

    private let parts: PolicySurroundings
    private let state = Locked(State())

    /// A counter that knows no pods until it runs.
    init(_ parts: PolicySurroundings) {
        self.parts = parts
    }

    private var isWanted: Bool { parts.isLeader() && !parts.store.inForce.set.isEmpty }

    /// Watches pods whenever that is this replica's part, until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            if isWanted {
                await withTaskGroup { group in
                    group.addTask { await self.watch() }
                    group.addTask { await self.waitUntilUnwanted() }
                    await group.next()
                    group.cancelAll()
                }
                state.withLock { $0 = State() }
            }
            try? await parts.clock.sleep(parts.settings.look)
        }
    }

    private func waitUntilUnwanted() async {
        while isWanted, !Task.isCancelled { try? await parts.clock.sleep(parts.settings.look) }
    }

    private func watch() async {
        let reflector = Reflector<CountedPod>(
            client: parts.client, resource: .pods, settings: parts.watching, clock: parts.clock, logger: parts.logger,
            read: { (reader: inout JSONReader) throws(JSONError) -> CountedPod in try CountedPod(reading: &reader) }
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    private func receive(_ events: [ReflectorEvent<CountedPod>]) {
        state.withLock { state in
            for event in events {
                switch event {
                case .listing: state.census.beginList()
                case .applied(let pod): state.census.apply(pod)
                case .deleted(let pod): state.census.remove(pod.key)
                case .listed: state.census.endList()
                case .current, .interrupted, .forbidden: break
                }
            }
        }
    }

    /// The numbers of each policy now; nil while they are not known.
    func count() async -> [PolicyName: PolicyCensus.Counts]? {
        guard isWanted else { return nil }
        let scope = await scope()
        let policies = parts.store.inForce
        let standings = parts.store.standings
        var since: [PolicyName: String] = [:]
        for standing in standings where standing.record.status.isAccepted(standing.record.generation) {
            since[standing.record.name] = standing.record.status.inForceSince
        }
        let key = Set(standings.map { "\($0.mark) \(since[$0.record.name] ?? "")" })
        return state.withLock { state in
            guard state.census.isSynced, let scope else { return nil }
            if state.arranged != key || state.scope != scope {
                state.census.arrange(.init(policies, since: scope.isRegistered ? since : [:], scope: scope.labels))
                (state.arranged, state.scope) = (key, scope)
            }
            state.totals = state.census.totals
            return state.census.counts
        }
    }

    /// The numbers of all policies together; nil while this replica does not count.
    var totals: PolicyCensus.Counts? { state.withLock { $0.totals } }

    /// Which Namespaces' pods come to the webhook: read anew each time, since nothing else tells of a change. Nil where that
    /// cannot be found out; all where the server is not told what its registration is called.
    private func scope() async -> WebhookScope? {
        guard let name = parts.settings.registration else { return .everywhere }
        var request = APIRequest(.get, ResourceType.mutatingWebhookConfigurations.path())
        request.query = [APIRequest.QueryItem("fieldSelector", "metadata.name=\(name)")]
        guard let answer = try? await parts.client.send(request, to: "read MutatingWebhookConfiguration \(name)") else {
            return nil
        }
        var reader = JSONReader(answer.body.span)
        return try? WebhookScope(readingList: &reader)
    }

    /// Writes Events on pods that were not gated, each once.
    func tellOfUngated() async {
        guard parts.settings.writesEvents, isWanted else { return }
        for ungated in state.withLock({ $0.census.takeUngated(atMost: Self.eventsAtOnce) }) {
            let pod = ungated.pod
            let body = UngatedEvent.creation(ungated, instance: parts.settings.identity, at: parts.date())
            let request = APIRequest(
                .post, ResourceType.events.path(namespace: pod.traits.namespace), body: body)
            parts.logger.info("a pod is not gated", metadata: ["pod": "\(pod.key)", "policy": "\(ungated.policy)"])
            do throws(KubernetesError) {
                _ = try await parts.client.send(request, to: "write an Event on Pod \(pod.key)")
            } catch {
                // Another replica has told, or the Event is late: the number in the status says it all the same.
                guard error.code != .alreadyExists else { continue }
                parts.logger.debug("an Event cannot be written", metadata: ["reason": "\(error)"])
            }
        }
    }
}
