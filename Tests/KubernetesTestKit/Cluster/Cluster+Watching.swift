import Locking
import Posix

extension Cluster {
    /// Opens a watch. A version that is too old opens one that ends at once with an ERROR event, as `watch-expired-rv.http`
    /// shows. Throws 422 for a combination of parameters that the API server refuses.
    func watch(
        _ path: ResourcePath, of resource: ResourceDefinition, _ representation: Representation, _ request: APIRequest,
        isGone: Bool
    ) throws(APIStatus) -> WatchSubscription {
        let parameters = try ListParameters.read(request.query, path, of: resource)
        let initialEvents = try Self.initialEvents(request.query)
        let timeout = request.query["timeoutSeconds"].flatMap { Int($0) } ?? 0
        let events = WatchEvents(
            resource: resource, representation: representation, query: parameters.query, now: options.clock())
        let wantsBookmarks = request.query.isTrue("allowWatchBookmarks")
        return try locked { (state) throws(APIStatus) in
            let queue = WatchQueue()
            let subscription = WatchSubscription(
                id: state.nextWatch, resource: resource, queue: queue, wantsBookmarks: wantsBookmarks,
                timeout: timeout > 0 ? timeout : Int.random(in: 1800...3600), events: events)
            state.nextWatch += 1
            let version = parameters.resourceVersion ?? 0
            guard !isGone else {
                queue.push(WatchEvents.failure(.tooOld(version, oldest: state.cluster.storage.resourceVersion)))
                queue.end()
                return subscription
            }
            if initialEvents ?? (version == 0) {
                var all = ListOptions(query: parameters.query)
                all.limit = nil
                let page = try state.cluster.storage.list(resource, all)
                for object in page.objects { queue.push(events.initial(object)) }
                if wantsBookmarks { queue.push(events.bookmark(page.resourceVersion, isEndOfInitial: true)) }
            } else if version > 0 {
                do throws(APIStatus) {
                    for event in try state.cluster.storage.changes(resource, after: version) {
                        Self.push(event, to: subscription)
                    }
                } catch {
                    queue.push(WatchEvents.failure(error))
                    queue.end()
                    return subscription
                }
            }
            state.watches[subscription.id] = subscription
            return subscription
        }
    }

    /// Forgets a watch whose connection is gone.
    package func unsubscribe(_ subscription: WatchSubscription) {
        state.withLock { _ = $0.watches.removeValue(forKey: subscription.id) }
    }

    /// Sends a watch a bookmark with the present version, which every earlier change has been sent before.
    package func sendBookmark(to subscription: WatchSubscription) {
        state.withLock { state in
            let version = state.cluster.storage.resourceVersion
            subscription.queue.push(subscription.events.bookmark(version, isEndOfInitial: false))
        }
    }

    /// Notes that changes are about to be written into a watch stream.
    package func noteWriting(_ versions: [Int]) {
        guard !versions.isEmpty else { return }
        let now = MonotonicTime.now().nanoseconds
        state.withLock { $0.writes.write(versions, at: now) }
    }

    /// Tells the watches of changes; the lock is held.
    static func publish(_ events: [StoredEvent], _ state: inout State) {
        for event in events {
            state.writes.store(event, at: MonotonicTime.now().nanoseconds)
            for subscription in state.watches.values where concerns(event, subscription) {
                push(event, to: subscription)
            }
            guard event.kind == .deleted, event.resource.kind == "CustomResourceDefinition" else { continue }
            let definition = event.object.value
            for subscription in state.watches.values where subscription.resource.isDefined(by: definition) {
                subscription.queue.end()
                state.watches[subscription.id] = nil
            }
        }
    }

    /// Tells the watches of namespaces that were made on demand; the lock is held.
    static func publishNamespaces(after version: Int, _ state: inout State) {
        guard state.cluster.storage.resourceVersion > version, let namespaces = state.cluster.builtIn("Namespace"),
            let events = try? state.cluster.storage.changes(namespaces, after: version)
        else { return }
        publish(Array(events), &state)
    }

    private static func concerns(_ event: StoredEvent, _ subscription: WatchSubscription) -> Bool {
        event.resource.plural == subscription.resource.plural && event.resource.group == subscription.resource.group
    }

    private static func push(_ event: StoredEvent, to subscription: WatchSubscription) {
        guard let line = subscription.events.line(event) else { return }
        subscription.queue.push(line, version: event.object.resourceVersion)
    }

    /// `sendInitialEvents`, which needs `resourceVersionMatch=NotOlderThan`; nil where it is not given.
    private static func initialEvents(_ query: QueryParameters) throws(APIStatus) -> Bool? {
        guard query["sendInitialEvents"] != nil else { return nil }
        guard query["resourceVersionMatch"] == "NotOlderThan" else {
            let because = "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
            throw APIStatus(
                422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: \(because)",
                details: [
                    "group": "meta.k8s.io", "kind": "ListOptions",
                    "causes": [
                        ["reason": "FieldValueForbidden", "message": .string(because), "field": "resourceVersionMatch"]
                    ],
                ])
        }
        return query.isTrue("sendInitialEvents")
    }
}
