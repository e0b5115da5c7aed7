import JSONText
import KubernetesClient
import Logging
import Posix

/// A reflector of one collection, from its start to its end.
struct ReflectorLife {
    /// Which of the collection's reflectors it is, so that a stopped one's last words are told apart.
    let generation: Int
    /// The reflector, to be stopped.
    let reflector: any RunningReflector
    /// Since when nobody has waited for the collection; nil while somebody does.
    var idleSince: MonotonicTime?
}

extension ClusterState {
    /// Starts the reflectors that somebody has begun to wait for, and notes which nobody waits for any more.
    func adjustReflectors() {
        let turned = registry.takeTurned().filter { $0 != .gatedPods }
        // First whatever makes room for the others.
        for collection in turned where !registry.isWanted(collection) {
            if reflectors[collection] != nil, collection.strayPod == nil {
                reflectors[collection]?.idleSince = clock.monotonic()
            } else if reflectors[collection] != nil {
                stopReflector(of: collection)
            } else {
                perform(registry.forget(collection, now: clock.now()))
            }
        }
        for collection in turned where registry.isWanted(collection) {
            if reflectors[collection] == nil { startReflector(of: collection) }
            reflectors[collection]?.idleSince = nil
        }
    }

    /// Stops the reflectors whose time is over.
    package func retireReflectors() {
        let now = clock.monotonic()
        for (collection, life) in reflectors {
            guard let idleSince = life.idleSince, now.since(idleSince) >= settings.reflectorLinger else { continue }
            stopReflector(of: collection)
        }
    }

    /// Somebody has asked once for what a collection decides: it is watched as if a wait for it had just ended.
    func ask(for collection: WatchedCollection) {
        if let life = reflectors[collection] {
            if life.idleSince != nil { reflectors[collection]?.idleSince = clock.monotonic() }
        } else {
            startReflector(of: collection)
            reflectors[collection]?.idleSince = clock.monotonic()
        }
        settle()
    }

    /// Stops a reflector and forgets what it told.
    func stopReflector(of collection: WatchedCollection) {
        guard let life = reflectors.removeValue(forKey: collection) else { return }
        life.reflector.stop()
        metrics.unwatch(collection)
        perform(registry.forget(collection, now: clock.now()))
        logger.info("watch ended", metadata: ["kind": "\(collection.label)", "objects": "\(collection)"])
    }

    /// Begins to list and watch a collection, if there is room for it.
    func startReflector(of collection: WatchedCollection) {
        guard !isStopped, collection.isWhole || makeRoom() else { return }
        nextGeneration += 1
        let generation = nextGeneration
        logger.info("watch begins", metadata: ["kind": "\(collection.label)", "objects": "\(collection)"])
        let repository = settings.imageRepository
        let observer = collection == .gatedPods ? podObserver : nil
        // Read there, not on the state's loop: a large list would hold everything else up.
        let read: ObjectReading<DecodedObject> = { reader throws(JSONError) in
            try DecodedObject(
                reading: &reader, of: collection, repository: repository, isObserved: observer != nil)
        }
        let reflector = source.start(collection, read: read) { [weak self, clock] events in
            let receivedAt = clock.monotonic()
            let events = observer.map { ObservedPod.part(events, with: $0) } ?? events
            await self?.receive(events, of: collection, generation: generation, receivedAt: receivedAt)
        }
        reflectors[collection] = ReflectorLife(generation: generation, reflector: reflector)
        metrics.watch(collection, by: reflector)
    }

    /// Stops the one of the limited reflectors that has been idle longest, if there are as many as may be.
    ///
    /// - Returns: whether there is room for another. There is for whoever waits: the registry wants no more at a time.
    private func makeRoom() -> Bool {
        let limited = reflectors.filter { !$0.key.isWhole }
        guard limited.count >= settings.maximumWatches else { return true }
        let idle = limited.compactMap { collection, life in life.idleSince.map { (collection, $0) } }
        guard let (oldest, _) = idle.min(by: { $0.1 < $1.1 }) else { return false }
        stopReflector(of: oldest)
        return true
    }
}
