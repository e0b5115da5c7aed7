import Dependencies
package import KubernetesClient
package import Readiness
package import StatusAPI

/// Who waits for what, and who is released: events and times in, actions on streams out.
///
/// Pure and single-writer. One batch of events is taken as one snapshot: everything that it touches is judged, and then
/// a wait ends if all its dependencies are ready at that moment, or one of them has failed for good.
package struct WaitRegistry: Sendable {
    /// What is known of the cluster.
    var cache: ObjectCache
    /// Who waits for what.
    var table: DependencyTable
    /// The waits.
    var waits = WaitSlots()
    /// What is asked for without a pod.
    var holds = Holds()
    /// Which pods are to be read from the API server.
    var reads: PodReads
    /// Whether there is somebody who reads them.
    let readsPods: Bool
    /// The pods that are watched one by one.
    var strays: Set<WatchedCollection> = []
    /// Those of which that has begun or ended since it was told.
    var turnedStrays: Set<WatchedCollection> = []
    /// The waits that are parked for a time.
    var parkings = DeadlineQueue<WaitID>()
    /// Limits and times.
    let settings: StatusServerSettings

    /// A registry in which nobody waits and nothing is known.
    ///
    /// - Parameter readsPods: whether pods without the label are read, as `takeReads` says.
    package init(settings: StatusServerSettings, memory: (any JobRemembering)? = nil, readsPods: Bool = false) {
        self.settings = settings
        self.readsPods = readsPods
        reads = PodReads(settings: settings)
        cache = ObjectCache(memory: memory)
        table = DependencyTable(settings: settings)
    }

    // MARK: Events

    /// Begins a wait.
    ///
    /// - Parameter peer: the peer's address, without its port.
    /// - Returns: the wait's name, and what is to be done; that may end this very wait already.
    /// - Throws: when a limit is reached.
    package mutating func begin(
        _ request: WaitRequest, peer: String, now: Timestamp
    ) throws(StatusServerError) -> (id: WaitID, actions: [WaitAction]) {
        try admit(request, peer: peer)
        let id = waits.add { Wait(id: $0, request: request, peer: peer, now: now) }
        var actions: [WaitAction] = []
        resolve(id, now: now, &actions)
        return (id, actions)
    }

    /// The client has gone.
    package mutating func leave(_ id: WaitID) {
        remove(id)
    }

    /// Takes what a reflector has told, and does everything that follows from it.
    package mutating func receive(
        _ events: [ReflectorEvent<DecodedObject>], of collection: WatchedCollection, now: Timestamp
    ) -> [WaitAction] {
        let id = cache.id(for: collection)
        var touched = Touched()
        for event in events {
            cache.apply(event, of: id, touched: &touched)
            if case .interrupted = event { table.lookups.doubt(collection.resource, now: now) }
        }
        if collection == .definitions, touched.hasNews { table.lookups.expectChange(now: now) }
        return settle(touched, now: now)
    }

    /// The kinds that discovery is to be asked for now, and whether what it knows may be wrong.
    package mutating func takeLookups(now: Timestamp) -> (types: [String], isChangeExpected: Bool) {
        table.lookups.takeDue(now: now)
    }

    /// Discovery has told what a kind stands for.
    package mutating func resolved(_ type: String, _ resolution: Resolution, now: Timestamp) -> [WaitAction] {
        var actions: [WaitAction] = []
        finish(table.resolved(type, resolution, in: &cache, now: now), now: now, &actions)
        return actions
    }

    /// A collection is no longer watched.
    package mutating func forget(_ collection: WatchedCollection, now: Timestamp) -> [WaitAction] {
        guard let id = cache.find(collection) else { return [] }
        var touched = Touched()
        cache.forget(id, touched: &touched)
        let actions = settle(touched, now: now)
        if !table.isWanted(id) { cache.discard(id) }
        return actions
    }

    /// The memory of these Jobs has changed.
    package mutating func reconsider(_ jobs: [ObjectName], now: Timestamp) -> [WaitAction] {
        guard let id = cache.find(.jobs) else { return [] }
        var touched = Touched()
        touched.objects = Set(jobs.map { Touched.Object(collection: id, name: $0) })
        return settle(touched, now: now)
    }

    /// Does what is due at this moment without an event.
    package mutating func review(now: Timestamp) -> [WaitAction] {
        var actions: [WaitAction] = []
        while let id = parkings.pop(until: now) {
            resolve(id, now: now, &actions)
        }
        endHolds(now: now)
        finish(table.review(in: &cache, now: now), now: now, &actions)
        return actions
    }

    /// Forgets every wait, as the server goes away.
    ///
    /// - Returns: all that there were.
    package mutating func removeAll() -> [WaitID] {
        let all = waits.ids
        for id in all { remove(id) }
        return all
    }

    // MARK: State

    /// The soonest moment at which `review` has something to do.
    package var nextReview: Timestamp? {
        [table.nextReview, parkings.next, holds.next, reads.next].compactMap { $0 }.min()
    }

    /// How many waits there are.
    package var count: Int { waits.count }

    /// How many dependencies somebody waits for; equal ones count once.
    package var dependencyCount: Int { table.count }

    /// How many times a rule has been applied for the dependencies that somebody waits for.
    package var judgementCount: Int { table.judgementCount }

    /// Whether anybody waits for something that this collection decides.
    package func isWanted(_ collection: WatchedCollection) -> Bool {
        strays.contains(collection) || cache.find(collection).map(table.isWanted) ?? false
    }

    /// How many objects of a collection are kept.
    package func count(of collection: WatchedCollection) -> Int { cache.find(collection).map(cache.count) ?? 0 }

    /// The collections that somebody has begun or ceased to wait for since the last call.
    package mutating func takeTurned() -> [WatchedCollection] {
        defer { turnedStrays = [] }
        return table.takeTurned().sorted { $0.slot < $1.slot }.compactMap(cache.collection) + turnedStrays
    }

    // MARK: Settling

    private mutating func settle(_ touched: Touched, now: Timestamp) -> [WaitAction] {
        var actions: [WaitAction] = []
        if touched.collections.contains(.gatedPods) {
            for id in waits.ids { resolve(id, now: now, &actions) }
        } else {
            for pod in touched.pods {
                for id in waits.ids(of: pod) { resolve(id, now: now, &actions) }
            }
        }
        let touched = touched.adding(jobsOfReleased(touched.pods), cache.find(.jobs))
        var judged: [JudgedWaiter] = []
        let entries = table.entries(touchedBy: touched).sorted()
        if touched.concerns(cache.find(.namespaces)) { table.regate(entries, in: &cache) }
        for entry in entries {
            judged += table.judge(entry, touchedBy: touched, in: cache, now: now)
        }
        finish(judged, now: now, &actions)
        return actions
    }

    /// The Jobs that pods have been released for: their siblings may take that for a proof.
    private func jobsOfReleased(_ pods: Set<ObjectName>) -> [ObjectName] {
        guard cache.memory != nil else { return [] }
        return pods.compactMap(cache.pod).flatMap { pod in
            pod.containers.filter { $0.ending == .released }.flatMap { container in
                container.dependencies.filter(\.isRemembered).compactMap(\.objectName)
            }
        }
    }

    /// Shows new verdicts, then ends every judged wait that is ready, or has failed, by objects that can all be believed.
    mutating func finish(_ judged: [JudgedWaiter], now: Timestamp, _ actions: inout [WaitAction]) {
        for waiter in judged {
            waits.judged(waiter.wait, waiter.index, waiter.line)
            if waiter.isNew { actions.append(.show(waiter.wait, index: waiter.index, waiter.line)) }
            if let sighting = waiter.sighting { cache.memory?.saw(sighting) }
        }
        for waiter in judged { conclude(waiter.wait, &actions) }
    }

    /// Ends a wait if it is to end now; tells one with probes whether it could.
    mutating func conclude(_ id: WaitID, _ actions: inout [WaitAction]) {
        guard let wait = waits[id], wait.phase == .asked else { return }
        let isTrusted = wait.places.allSatisfy { table.isTrusted($0, in: cache) }
        if let end = end(of: wait, isTrusted: isTrusted) {
            self.end(id, end, &actions)
        } else if wait.hasProbes, wait.toldReady != (wait.isReady && isTrusted) {
            waits.tell(id, isReady: wait.isReady && isTrusted)
            actions.append(.ready(id, wait.isReady && isTrusted))
        }
    }

    private func end(of wait: Wait, isTrusted: Bool) -> WaitEnd? {
        guard isTrusted else { return nil }
        if wait.isReady { return wait.hasProbes ? nil : .released }
        guard let index = wait.fatalIndex, wait.places.indices.contains(index) else { return nil }
        return .failed(table.waiter(at: wait.places[index])?.line?.status.message ?? "")
    }

    /// Forgets a wait.
    mutating func remove(_ id: WaitID) {
        guard let wait = waits.remove(id) else { return }
        for place in wait.places {
            vacate(place)
        }
        release(wait.pod)
    }
}
