import KubernetesClient
import Locking
import Logging
import Metrics

extension JobMemory {
    /// Writes what there is to write, and looks controllers up when it is time, one after the other.
    ///
    /// Only the leader looks controllers up. It does so when the record is nearly full too: then others may have facts that
    /// wait for room.
    func writeAndSweep() async {
        var sweptAt: Duration?
        for await _ in wake.rings {
            try? await clock.sleep(settings.batchDelay)
            await write(&sweptAt)
            let (isDue, isPatienceOver) = state.withLock { state in
                defer { (state.isSweepDue, state.isPatienceOver) = (false, false) }
                return (state.isSweepDue || isCrowded(state.keeper.record), state.isPatienceOver)
            }
            if isDue, isLeader(), isSweepAllowed(after: sweptAt) {
                sweptAt = clock.now()
                await sweep()
                await write(&sweptAt)
            } else if isPatienceOver, !isLeader() {
                giveUpWhatFindsNoRoom()
            }
            if Task.isCancelled { return }
        }
    }

    /// Says from time to time that controllers are to be looked up, with jitter, since every replica says it.
    func remindOfSweeps() async {
        while !Task.isCancelled {
            try? await clock.sleep(settings.sweepInterval * Double.random(in: 0.5...1))
            state.withLock { ($0.isSweepDue, $0.isPatienceOver) = (true, true) }
            wake.ring()
        }
    }

    /// Whether a few facts more would fill the record.
    private func isCrowded(_ record: MemoryRecord) -> Bool {
        record.byteCount > settings.byteLimit - settings.byteLimit / 16
    }

    /// The leader has had its time to make room for them.
    private func giveUpWhatFindsNoRoom() {
        let overflow = state.withLock { state in
            let overflow = state.keeper.nextWrite?.overflow ?? []
            state.keeper.abandon(overflow)
            return overflow
        }
        if !overflow.isEmpty { refuse(overflow.count) }
    }

    private func isSweepAllowed(after last: Duration?) -> Bool {
        last.map { clock.now() - $0 >= settings.shortestSweepInterval } ?? true
    }

    /// Writes until nothing is left that there is room for, or cancelled; the leader makes room first if there is none.
    private func write(_ sweptAt: inout Duration?) async {
        guard let namespace = settings.namespace else { return }
        var pace = WritePace(longest: .seconds(120))
        var hasSwept = false
        while !Task.isCancelled {
            let (base, next, hasWork) = state.withLock { ($0.keeper.base, $0.keeper.nextWrite, $0.keeper.hasWork) }
            guard hasWork else { return }
            do throws(KubernetesError) {
                if base == .unread { try await read(in: namespace) }
                guard let next else {
                    if base == .unread { continue }
                    return
                }
                if !next.overflow.isEmpty, isLeader() {
                    if !hasSwept, isSweepAllowed(after: sweptAt) {
                        hasSwept = true
                        sweptAt = clock.now()
                        await sweep()
                        continue
                    }
                    state.withLock { $0.keeper.abandon(next.overflow) }
                    refuse(next.overflow.count)
                }
                guard !next.added.isEmpty || !next.removed.isEmpty else {
                    // What finds no room waits for the leader to make some; the record's change will wake us.
                    if next.overflow.isEmpty || isLeader() { continue }
                    return
                }
                try await store(next, in: namespace)
                pace.reset()
            } catch {
                note(error)
                try? await clock.sleep(pace.pause(after: error))
            }
        }
    }

    private func read(in namespace: String) async throws(KubernetesError) {
        let request = APIRequest(.get, ResourceType.configMaps.path(namespace: namespace, name: settings.name))
        do throws(KubernetesError) {
            let body = try await client.send(request, to: "read ConfigMap \(namespace)/\(settings.name)").body
            guard let document = try? ConfigMapDocument(body.span), document.name == settings.name else {
                throw KubernetesError(.unreadable, "the answer is not ConfigMap \(namespace)/\(settings.name)")
            }
            change { $0.keeper.observe(document, isAnswer: true) }
        } catch {
            guard error.code == .notFound, error.reason == "NotFound" else { throw error }
            change { $0.keeper.observeAbsence(isAnswer: true) }
        }
    }

    private func store(_ write: RecordKeeper.Write, in namespace: String) async throws(KubernetesError) {
        let record = write.record.json
        let request =
            if let version = write.version {
                APIRequest(
                    .patch, ResourceType.configMaps.path(namespace: namespace, name: settings.name),
                    body: ConfigMapDocument.patch(version: version, record: record),
                    contentType: "application/merge-patch+json")
            } else {
                APIRequest(
                    .post, ResourceType.configMaps.path(namespace: namespace),
                    body: ConfigMapDocument.creation(name: settings.name, namespace: namespace, record: record))
            }
        let body = try await client.send(request, to: "write ConfigMap \(namespace)/\(settings.name)").body
        guard let document = try? ConfigMapDocument(body.span), document.name == settings.name else {
            throw KubernetesError(.unreadable, "the answer is not ConfigMap \(namespace)/\(settings.name)")
        }
        metrics.count(.written)
        if !write.removed.isEmpty { metrics.dropped.increment(by: write.removed.count) }
        change { state in
            state.keeper.acknowledge(write, version: document.version)
            if write.overflow.isEmpty { state.isFull = false }
        }
        logger.debug(
            "finished Jobs remembered",
            metadata: ["added": "\(write.added.count)", "dropped": "\(write.removed.count)"])
    }

    /// Notes why a try failed. Whatever it was, what is there now is read first.
    private func note(_ error: KubernetesError) {
        state.withLock { $0.keeper.noteConflict() }
        metrics.count(error.isConflict ? .conflict : .failed)
        guard !error.isConflict else { return }
        logger.warning("finished Jobs cannot be written down yet", metadata: ["reason": "\(error)"])
    }
}
