import Logging
import Posix

/// A reflector of one kind, from its start to its end.
struct ReflectorLife {
    /// Which of the kind's reflectors it is, so that a stopped one's last words are told apart.
    let generation: Int
    /// The reflector, to be stopped.
    let reflector: any RunningReflector
    /// Since when nobody has waited for the kind; nil while somebody does.
    var idleSince: MonotonicTime?
}

extension ClusterState {
    /// Starts the reflectors that somebody waits for, and stops those that nobody has waited for in a while.
    func adjustReflectors() {
        for kind in WatchedKind.allCases {
            if kind == .gatedPods || registry.isWanted(kind) {
                if reflectors[kind] == nil { startReflector(of: kind) }
                reflectors[kind]?.idleSince = nil
            } else if reflectors[kind] != nil, reflectors[kind]?.idleSince == nil {
                reflectors[kind]?.idleSince = clock.monotonic()
            }
        }
    }

    /// Stops the reflectors whose time is over.
    package func retireReflectors() {
        let now = clock.monotonic()
        for (kind, life) in reflectors {
            guard let idleSince = life.idleSince, now.since(idleSince) >= settings.reflectorLinger else { continue }
            stopReflector(of: kind)
        }
    }

    /// Somebody has asked once for what a kind decides: it is watched as if a wait for it had just ended.
    func ask(for kind: WatchedKind) {
        if reflectors[kind] == nil { startReflector(of: kind) }
        if reflectors[kind]?.idleSince != nil { reflectors[kind]?.idleSince = clock.monotonic() }
        settle()
    }

    /// Stops a reflector and forgets what it told.
    func stopReflector(of kind: WatchedKind) {
        guard let life = reflectors.removeValue(forKey: kind) else { return }
        life.reflector.stop()
        metrics.unwatch(kind)
        perform(registry.forget(kind, now: clock.now()))
        metrics.setCached(kind, 0)
        logger.info("watch ended", metadata: ["kind": "\(kind.rawValue)"])
    }

    private func startReflector(of kind: WatchedKind) {
        guard !isStopped else { return }
        nextGeneration += 1
        let generation = nextGeneration
        logger.info("watch begins", metadata: ["kind": "\(kind.rawValue)"])
        let reflector = source.start(kind) { [weak self, clock] events in
            let receivedAt = clock.monotonic()
            // Read here, not on the state's loop: a large list would hold everything else up.
            let read = events.map { CacheEvent($0, of: kind) }
            await self?.receive(read, of: kind, generation: generation, receivedAt: receivedAt)
        }
        reflectors[kind] = ReflectorLife(generation: generation, reflector: reflector)
        metrics.watch(kind, by: reflector)
    }
}
