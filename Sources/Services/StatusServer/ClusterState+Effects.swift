import EventLoop
import KubernetesClient
import Logging
import Metrics
import Posix
import StatusAPI

extension ClusterState {
    /// Fills the mailboxes, then wakes their streams, then does what nobody waits for.
    func perform(_ actions: [WaitAction], receivedAt: MonotonicTime? = nil) {
        var filled: [Mailbox] = []
        filled.reserveCapacity(actions.count)
        var ended: [(id: WaitID, end: WaitEnd)] = []
        var steps: [WaitStep] = []
        for action in actions {
            switch action {
            case .known(let id, let subject):
                guard observer != nil, streams[id] != nil else { continue }
                streams[id]?.subject = subject
                steps.append(WaitStep(subject, .began))
            case .show(let id, let index, let line):
                guard let stream = streams[id] else { continue }
                if !stream.isKnown { noteKnown(id, stream) }
                stream.mailbox.show(line, at: index)
                filled.append(stream.mailbox)
                if let subject = stream.subject { steps.append(WaitStep(subject, .verdict(index: index, line))) }
            case .ready(let id, let isReady):
                guard let stream = streams[id] else { continue }
                if !stream.isKnown { noteKnown(id, stream) }
                stream.mailbox.showReady(isReady)
                filled.append(stream.mailbox)
            case .unknown(let id, let message):
                guard let mailbox = streams[id]?.mailbox else { continue }
                mailbox.showUnknown(message)
                filled.append(mailbox)
            case .end(let id, let end):
                guard let mailbox = streams[id]?.mailbox else { continue }
                mailbox.end(streamEnd(of: end), receivedAt: receivedAt)
                filled.append(mailbox)
                ended.append((id, end))
            }
        }
        for mailbox in filled { mailbox.wake() }
        for (id, end) in ended {
            if let subject = finish(id, end) { steps.append(WaitStep(subject, .ended(end))) }
        }
        settle()
        if !steps.isEmpty { observer?.observe(steps) }
    }

    private func streamEnd(of end: WaitEnd) -> StreamEnd {
        switch end {
        case .released: .outcome(.released)
        case .failed(let message): .outcome(.failed(message: message))
        case .refused(let message): .outcome(.refused(message: message))
        case .replaced, .left, .reported: .silent
        case .moved: .move(after: Int.random(in: 1_000...10_000))
        }
    }

    /// Forgets a stream, and says how its wait ended.
    ///
    /// - Returns: whose it was, if that is known and somebody observes it.
    @discardableResult
    func finish(_ id: WaitID, _ end: WaitEnd) -> WaitSubject? {
        guard let stream = streams.removeValue(forKey: id) else { return nil }
        metrics.count(end)
        let seconds = Double(clock.monotonic().since(stream.beganAt).milliseconds) / 1000
        var metadata: Logger.Metadata = [
            "pod": "\(stream.pod)", "outcome": "\(end.label)", "seconds": "\(seconds)",
        ]
        if let message = end.message { metadata["reason"] = "\(message)" }
        logger.log(level: stream.isKnown ? .info : .debug, "wait ended", metadata: metadata)
        return stream.subject
    }

    private func noteKnown(_ id: WaitID, _ stream: Stream) {
        streams[id]?.isKnown = true
        logger.info("wait began", metadata: ["pod": "\(stream.pod)", "peer": "\(stream.peer)"])
    }

    /// Brings reflectors, timers and gauges up to what the registry wants.
    func settle() {
        guard !isStopped else { return }
        metrics.waiters.set(Double(streams.count))
        adjustReflectors()
        adjustLookups()
        adjustReads()
        adjustTimers(on: loop)
        if !lookers.isEmpty { answerLookers() }
    }

    /// Does something later.
    func after(_ delay: Duration, _ action: @escaping @Sendable (isolated ClusterState) -> Void) {
        _ = loop.schedule(after: delay) { [weak self] in self?.assumeIsolated { action($0) } }
    }

    /// Says what of an event cannot be believed.
    func logDoubt(_ event: ReflectorEvent<DecodedObject>, of collection: WatchedCollection) {
        guard case .applied(.unreadable(let name, let error)) = event else { return }
        logger.error(
            "object unreadable, whoever waits for it does not pass",
            metadata: ["kind": "\(collection.label)", "object": "\(name)", "reason": "\(error)"])
    }
}
