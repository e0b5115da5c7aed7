package import EventLoop
import KubernetesClient
package import Logging
import Metrics
import Posix
package import StatusAPI

/// The one writer of everything that the status server knows: the objects, the waits, the reflectors' life.
///
/// It runs on an event loop of its own, so that a burst of events delays no connection, and hands lines to the streams'
/// mailboxes. What is decided is decided by `WaitRegistry`; here are the effects.
package actor ClusterState {
    /// What the state does for one stream.
    struct Stream {
        /// Where its lines are put.
        let mailbox: Mailbox
        /// The pod that it is for, for the log.
        let pod: ObjectName
        /// The peer's address, for the log.
        let peer: String
        /// When it was opened, for the log: a wait may have begun on an earlier stream.
        let beganAt: MonotonicTime
        /// Whose wait it is, once that is known.
        var subject: WaitSubject?
        /// A verdict has been shown, so its pod is one that may ask. What strangers do is not worth a line of the log.
        var isKnown = false
    }

    /// The loop that the state runs on.
    nonisolated let loop: EventLoop
    /// Limits and times.
    let settings: StatusServerSettings
    /// Starts reflectors.
    let source: any ReflectorSource
    /// Tells what kinds stand for; nil where only the built-in ones can be waited for.
    let discovery: (any ResourceDiscovery)?
    /// Reads pods that no watch tells of; nil for nobody.
    let podReader: (any PodReader)?
    /// The clocks.
    let clock: StatusClock
    /// What operators see.
    let metrics: StatusMetrics
    /// Gets a line when a wait or a watch begins or ends.
    let logger: Logger

    /// Is told how the waits go; nil where nobody wants to know.
    let observer: (any WaitObserving)?
    /// Is told of the pods that may ask; nil where nobody wants to know.
    let podObserver: (any GatedPodObserving)?

    /// Decides everything; the rest of this actor carries out what it says.
    var registry: WaitRegistry
    /// The open streams, by their waits.
    var streams: [WaitID: Stream] = [:]
    /// The reflectors that run.
    var reflectors: [WatchedCollection: ReflectorLife] = [:]
    /// Those who wait for the answer to a question without a pod.
    var lookers: [Int: Looker] = [:]
    /// The number of the newest of them.
    var nextLooker = 0
    /// Is called after everything that may change an answer; nil for nobody.
    var onChange: (@Sendable () -> Void)?
    /// What is planned.
    var timers = StateTimers()
    /// The number of the newest reflector.
    var nextGeneration = 0
    /// Nothing is started any more.
    var isStopped = false
    /// How the streams that still come are spread, once this server goes away.
    var moveOver: Duration?

    /// - Parameter loop: runs the state, and should run nothing else that takes long.
    package init(
        settings: StatusServerSettings, source: any ReflectorSource, memory: (any JobRemembering)? = nil,
        discovery: (any ResourceDiscovery)? = nil, podReader: (any PodReader)? = nil,
        observer: (any WaitObserving)? = nil, podObserver: (any GatedPodObserving)? = nil,
        clock: StatusClock = .system, metrics: StatusMetrics, logger: Logger, loop: EventLoop
    ) {
        self.settings = settings
        self.source = source
        self.discovery = discovery
        self.observer = observer
        self.podObserver = podObserver
        self.podReader = podReader
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        self.loop = loop
        registry = WaitRegistry(settings: settings, memory: memory, readsPods: podReader != nil)
    }

    /// The loop that was given for the state alone.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    // MARK: Life

    /// Begins to watch the pods that may ask.
    package func start() {
        startReflector(of: .gatedPods)
    }

    /// Ends every reflector and timer. Streams that are still there are told nothing.
    package func stop() {
        isStopped = true
        timers.cancel()
        for collection in Array(reflectors.keys) { stopReflector(of: collection) }
        for number in Array(lookers.keys) { endLook(number) }
    }

    /// Why questions cannot be answered now: the pods that may ask are not known. nil when they are.
    package var obstacle: String? {
        let state = registry.cache.state(of: .gatedPods)
        return state.isTrusted || state == .relisting ? nil : state.text
    }

    // MARK: Streams

    /// Begins a wait. What there is to write comes to the mailbox.
    ///
    /// - Parameter peer: the peer's address, without its port.
    /// - Returns: the wait's name, to be given to `leave`.
    /// - Throws: when a limit is reached.
    package func begin(
        _ request: WaitRequest, peer: String, mailbox: Mailbox
    ) throws(StatusServerError) -> WaitID? {
        if let moveOver {
            mailbox.end(.move(after: Int.random(in: 0...moveOver.milliseconds)))
            mailbox.wake()
            return nil
        }
        do {
            let (id, actions) = try registry.begin(request, peer: peer, now: clock.now())
            let pod = ObjectName(namespace: request.namespace, name: request.pod)
            streams[id] = Stream(mailbox: mailbox, pod: pod, peer: peer, beganAt: clock.monotonic())
            perform(actions)
            return id
        } catch {
            metrics.count(error)
            logger.debug("wait turned away", metadata: ["reason": "\(error.message)", "peer": "\(peer)"])
            throw error
        }
    }

    /// A stream's client has gone; nothing happens if the wait has ended before.
    package func leave(_ id: WaitID) {
        guard streams[id] != nil else { return }
        registry.leave(id)
        if let subject = finish(id, .left) { observer?.observe([WaitStep(subject, .ended(.left))]) }
        settle()
    }

    /// Answers a question once, by what is known now. What nobody watched is watched from now on for a while.
    package func answer(_ request: WaitRequest) async -> StatusAnswer {
        var answer = registry.answer(request, now: clock.now())
        if let discovery, !answer.unknownKinds.isEmpty {
            var resolutions: [String: Resolution] = [:]
            for kind in answer.unknownKinds { resolutions[kind] = await discovery.resolve(kind) }
            answer = registry.answer(request, resolutions: resolutions, now: clock.now())
        }
        for collection in answer.collections { ask(for: collection) }
        return answer
    }

    /// Takes what a client says of how its wait has ended.
    package func report(_ report: WaitReport) -> ReportAnswer {
        let (answer, actions) = registry.report(report, now: clock.now())
        guard case .accepted(let subject) = answer else { return answer }
        // With the wait still there, its end is counted and told as every other is.
        if actions.isEmpty {
            metrics.count(.reported(report.outcome))
            logger.info(
                "wait ended", metadata: ["pod": "\(subject.pod)", "outcome": "\(report.outcome.rawValue)"])
            observer?.observe([WaitStep(subject, .ended(.reported(report.outcome)))])
        }
        perform(actions)
        return answer
    }

    /// Ends every stream, and every one that comes from now on, with the advice to connect again after a delay, evenly spread.
    ///
    /// - Returns: how many streams were told.
    package func tellStreamsToMove(over duration: Duration) -> Int {
        moveOver = duration
        let all = registry.removeAll().shuffled()
        // However short the time, no other replica is to have more than two thousand of them in one second.
        let duration = max(duration, .milliseconds(all.count / 2))
        let step = duration.milliseconds / max(1, all.count)
        for (index, id) in all.enumerated() {
            let start = Int((Double(duration.milliseconds) * Double(index) / Double(all.count)).rounded(.down))
            let stream = streams[id]
            finish(id, .moved)
            stream?.mailbox.end(.move(after: start + Int.random(in: 0...step)))
            stream?.mailbox.wake()
        }
        settle()
        return all.count
    }

    // MARK: Events

    /// Takes what a reflector has told.
    ///
    /// - Parameters:
    ///   - generation: which reflector of the collection it was; one that has been stopped is not listened to.
    ///   - receivedAt: when it came from the API server.
    func receive(
        _ events: [ReflectorEvent<DecodedObject>], of collection: WatchedCollection, generation: Int,
        receivedAt: MonotonicTime
    ) {
        guard reflectors[collection]?.generation == generation else { return }
        let actions = registry.receive(events, of: collection, now: clock.now())
        perform(actions, receivedAt: receivedAt)
        metrics.setCached(collection, registry.count(of: collection))
        for event in events { logDoubt(event, of: collection) }
        onChange?()
    }

    /// The memory of these Jobs has changed: whoever waits for them is judged again.
    package func reconsider(_ jobs: [ObjectName]) {
        perform(registry.reconsider(jobs, now: clock.now()))
        onChange?()
    }

    /// Does what is due at this moment without an event.
    package func review() {
        perform(registry.review(now: clock.now()))
        onChange?()
    }

    /// Lets every stream of one part of the ring know that this server is alive.
    package func beat(part: Int, of parts: Int) {
        for (id, stream) in streams where Int(id.slot) % max(1, parts) == part {
            stream.mailbox.beat()
            stream.mailbox.wake()
        }
    }
}

extension Duration {
    /// Whole milliseconds, none below zero, clamped to what an `Int` holds.
    var milliseconds: Int { max(0, Int(clamping: clampedNanoseconds / 1_000_000)) }
}
