package import EventLoop
package import Logging

/// The status server: tells waiting pods how their dependencies stand, and releases them.
///
/// It is a state on a loop of its own and a handler for an HTTP server, which runs the streams on its connections' loops.
package struct StatusServer: Sendable {
    /// What is known and who waits.
    package let state: ClusterState
    /// Answers `/v1/wait` and `/v1/status`.
    package let handler: StatusHandler

    /// - Parameters:
    ///   - source: starts reflectors.
    ///   - memory: remembers finished Jobs; nil for none.
    ///   - discovery: tells what kinds stand for; nil where only the built-in ones can be waited for.
    ///   - podReader: reads pods that no watch tells of; nil where only pods with the label may ask.
    ///   - observer: is told how the waits go; nil for nobody.
    ///   - podObserver: is told of the pods that may ask; nil for nobody.
    ///   - loop: for the state alone; the connections' loops are the HTTP server's.
    package init(
        settings: StatusServerSettings = StatusServerSettings(), source: any ReflectorSource,
        memory: (any JobRemembering)? = nil, discovery: (any ResourceDiscovery)? = nil,
        podReader: (any PodReader)? = nil, observer: (any WaitObserving)? = nil,
        podObserver: (any GatedPodObserving)? = nil, clock: StatusClock = .system, metrics: StatusMetrics,
        logger: Logger, loop: EventLoop
    ) {
        state = ClusterState(
            settings: settings, source: source, memory: memory, discovery: discovery, podReader: podReader,
            observer: observer, podObserver: podObserver, clock: clock, metrics: metrics, logger: logger, loop: loop)
        handler = StatusHandler(state: state, clock: clock, metrics: metrics)
    }

    /// Begins to watch the pods that may ask.
    package func start() async { await state.start() }

    /// Ends every stream, and every one that comes from now on, with the advice to connect elsewhere after a delay, evenly
    /// spread over `duration`.
    ///
    /// - Returns: how many streams were told.
    @discardableResult
    package func tellStreamsToMove(over duration: Duration) async -> Int {
        await state.tellStreamsToMove(over: duration)
    }

    /// Why questions cannot be answered now; nil when they can.
    package func obstacle() async -> String? { await state.obstacle }

    /// Ends every reflector. Streams are to be told to move before.
    package func stop() async { await state.stop() }
}
