import Locking

/// What tests do to a cluster from beside the API: faults, history, counters.
extension Cluster {
    /// Misbehaves from now on, until the fault has struck as often as it says.
    package func add(_ fault: Fault) {
        state.withLock { $0.faults.append(fault) }
    }

    /// Takes back all faults.
    package func removeFaults() {
        state.withLock { $0.faults.removeAll() }
    }

    /// Does something to the open watches of a resource, or of all; returns how many there were.
    @discardableResult
    package func strikeWatches(_ fault: WatchFault, resource: String? = nil) -> Int {
        state.withLock { state in
            let version = state.cluster.storage.resourceVersion
            let struck = state.watches.values.filter { resource == nil || resource == $0.resource.plural }
            for subscription in struck {
                let queue = subscription.queue
                switch fault {
                case .end: queue.end()
                case .drop: queue.cut()
                case .dropMidLine: queue.cut(after: Array(#"{"type":"MODIFIED","object":{"kind":"#.utf8))
                case .silence: queue.freeze()
                case .bookmark: queue.push(subscription.events.bookmark(version, isEndOfInitial: false))
                case .garbage: queue.push(Array("{\"type\":\n".utf8))
                case .gone:
                    queue.push(WatchEvents.failure(.tooOld(version, oldest: version)))
                    queue.end()
                }
                if [.end, .drop, .dropMidLine, .gone].contains(fault) { state.watches[subscription.id] = nil }
            }
            return struck.count
        }
    }

    /// Who may talk to it. Whoever is watching goes on, whatever becomes of its token: a watch is authenticated once.
    package var authentication: Authentication {
        get { state.withLock { $0.authentication } }
        set { state.withLock { $0.authentication = newValue } }
    }

    /// Makes every version up to the present one too old to be watched from.
    package func forgetHistory() {
        state.withLock { state in
            // One version passes, so that even the newest list's version is too old.
            state.cluster.storage.advance(to: state.cluster.storage.resourceVersion + 1)
            state.cluster.storage.forgetHistory(before: state.cluster.storage.resourceVersion)
        }
    }

    /// Makes every continue token given out so far expire.
    package func expireContinueTokens() {
        state.withLock { $0.cluster.storage.expireContinueTokens() }
    }

    /// The requests counted so far.
    package var access: AccessLog { state.withLock { $0.access } }

    /// Begins to count anew.
    package func resetAccess() {
        state.withLock { $0.access = AccessLog() }
    }

    /// The changes after a version with their times.
    package func writes(after version: Int) -> [WriteLog.Entry] {
        state.withLock { $0.writes.entries(after: version) }
    }

    /// The version of the newest change.
    package var resourceVersion: Int { state.withLock { $0.cluster.storage.resourceVersion } }

    /// How many watches are open, of one resource or of all.
    package func watchCount(_ resource: String? = nil) -> Int {
        state.withLock { state in
            state.watches.values.count { resource == nil || resource == $0.resource.plural }
        }
    }

    /// Changes what the cluster holds directly, no admission and no checks: to start from recorded objects, say.
    package func withState<Result: Sendable>(_ body: (inout ClusterState) -> Result) -> Result {
        state.withLock { body(&$0.cluster) }
    }

    /// Creates or replaces an object as it is, status included, and tells the watches. Throws 404 for an unknown kind.
    @discardableResult
    package func put(_ object: JSONValue) throws(APIStatus) -> JSONValue {
        let now = options.clock()
        return try locked { (state) throws(APIStatus) in
            let resource = try Self.resource(of: object, state.cluster)
            let metadata = object["metadata"]
            let key = ObjectKey(
                namespace: metadata?["namespace"]?.string ?? "", name: metadata?["name"]?.string ?? "")
            var value = ObjectDefaults.apply(to: object, of: resource)
            if let current = state.cluster.storage.object(resource, key)?.value {
                for field in ["uid", "creationTimestamp"] {
                    value[path: "metadata"].setDefault(field, current.at("metadata", field) ?? .null)
                }
                if ObjectGeneration.isCounted(resource) {
                    let generation = current.at("metadata", "generation")?.integer ?? 1
                    let step = ObjectGeneration.differs(current, value) ? 1 : 0
                    value[path: "metadata"].setDefault("generation", .integer(generation &+ step))
                }
            } else if metadata?["uid"] == nil {
                value = state.cluster.born(object, of: resource, now: now)
            }
            if resource.kind == "CustomResourceDefinition" { state.cluster.catalogue.define(value) }
            let event = state.cluster.storage.put(value, of: resource)
            Self.publish([event], &state)
            return event.object.value
        }
    }

    /// Stores `count` objects that differ by the number that `%N` stands for. Throws 404 for an unknown kind, 409 while
    /// somebody watches such objects, since the watches would not be told.
    package func addCopies(_ count: Int, of object: JSONValue) throws(APIStatus) {
        let now = options.clock()
        try locked { (state) throws(APIStatus) in
            let resource = try Self.resource(of: object, state.cluster)
            let template = ObjectTemplate(state.cluster.born(object, of: resource, now: now), of: resource)
            let first = template.object(0, uid: "", resourceVersion: 0)
            let isWatched = state.watches.values.contains {
                $0.resource.qualifiedName == resource.qualifiedName && $0.events.query.matches(first)
            }
            guard !isWatched else {
                throw .conflict(resource, first.key.name, because: "such objects are being watched")
            }
            state.cluster.add(count, of: template, resource)
        }
    }

    /// Removes an object at once and tells the watches; false when it is not there. `resource` is the plural name.
    @discardableResult
    package func remove(_ resource: String, _ name: String, namespace: String = "") -> Bool {
        state.withLock { state in
            let key = ObjectKey(namespace: namespace, name: name)
            guard let definition = state.cluster.catalogue.resources.first(where: { $0.plural == resource }),
                let event = state.cluster.storage.remove(key, of: definition)
            else { return false }
            var events = [event]
            if definition.kind == "CustomResourceDefinition" {
                events = state.cluster.withdraw(event.object.value) + events
            }
            Self.publish(events, &state)
            return true
        }
    }

    /// An object as it is stored, or nil. `resource` is the plural name.
    package func object(_ resource: String, _ name: String, namespace: String = "") -> JSONValue? {
        state.withLock { state in
            guard let definition = state.cluster.catalogue.resources.first(where: { $0.plural == resource }) else {
                return nil
            }
            return state.cluster.storage.object(definition, ObjectKey(namespace: namespace, name: name))?.value
        }
    }

    private static func resource(
        of object: JSONValue, _ cluster: ClusterState
    ) throws(APIStatus) -> ResourceDefinition {
        let parts = (object["apiVersion"]?.string ?? "").split(separator: "/").map(String.init)
        guard let version = parts.last,
            let resource = cluster.catalogue.resource(
                group: parts.count > 1 ? parts[0] : "", version: version, kind: object["kind"]?.string ?? "")
        else { throw .pathNotFound }
        return resource
    }
}
