internal import KubernetesClient
internal import Locking
internal import Policies

/// Follows the policies of one kind into the store, through the times when the API server serves no such kind: their
/// definition may come after the server has started, go away with all policies, and come again.
final class PolicyWatcher: Sendable {
    /// What a look at the API server says of the kind.
    private enum Presence {
        case served
        case absent
        /// Nobody knows.
        case unknown
    }

    private let parts: PolicySurroundings
    private let kind: PolicyKind
    private let resource: ResourceType
    private let onChange: @Sendable () -> Void
    private let interruptions = Bell()
    private let isInterrupted = Locked(false)

    /// A watcher of that kind. `onChange` is called whenever something else may be in force.
    init(_ parts: PolicySurroundings, _ kind: PolicyKind, onChange: @escaping @Sendable () -> Void) {
        self.parts = parts
        self.kind = kind
        resource = .policies(kind)
        self.onChange = onChange
    }

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await waitUntilServed()
            guard !Task.isCancelled else { return }
            await withTaskGroup { group in
                group.addTask { await self.follow() }
                group.addTask { await self.waitUntilAbsent() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private func follow() async {
        isInterrupted.withLock { $0 = false }
        let reflector = Reflector(
            client: parts.client, resource: resource, settings: parts.watching, clock: parts.clock, logger: parts.logger
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    private func receive(_ events: [ReflectorEvent<[UInt8]>]) {
        for event in events {
            switch event {
            case .interrupted:
                isInterrupted.withLock { $0 = true }
                interruptions.ring()
            case .current: isInterrupted.withLock { $0 = false }
            default: break
            }
        }
        if parts.store.receive(kind, events) { onChange() }
    }

    private func waitUntilServed() async {
        while !Task.isCancelled {
            switch await look() {
            case .served: return
            case .absent:
                if parts.store.noteAbsence(of: kind) { onChange() }
                try? await parts.clock.sleep(parts.settings.absence)
            case .unknown: try? await parts.clock.sleep(parts.settings.retry)
            }
        }
    }

    /// A watch that breaks says nothing of the reason, and meanwhile what was known holds. But of a kind that is not served
    /// any more there are no policies.
    private func waitUntilAbsent() async {
        for await _ in interruptions.rings {
            while isInterrupted.withLock({ $0 }), !Task.isCancelled {
                if await isAbsent() { return }
                try? await parts.clock.sleep(parts.settings.absence)
            }
        }
    }

    /// Asks twice: one of several API servers may be behind the others.
    private func isAbsent() async -> Bool {
        guard await look() == .absent else { return false }
        try? await parts.clock.sleep(parts.settings.retry)
        return await look() == .absent
    }

    private func look() async -> Presence {
        var request = APIRequest(.get, resource.path())
        request.query = [APIRequest.QueryItem("limit", "1")]
        do throws(KubernetesError) {
            _ = try await parts.client.send(request, to: "look for \(resource)")
            return .served
        } catch {
            switch error.code {
            // The reflector deals with that.
            case .forbidden: return .served
            case .notFound: return .absent
            default: return .unknown
            }
        }
    }
}
