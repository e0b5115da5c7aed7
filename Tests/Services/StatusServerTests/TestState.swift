import EventLoop
import Locking
import Logging
import Metrics
import Posix
import Readiness
import StatusAPI

@testable import StatusServer

/// A state on a real loop, with a source and clocks that the test moves.
struct TestState {
    let state: ClusterState
    /// What serves it over HTTP.
    let handler: StatusHandler
    let source = TestSource()
    let metrics = MetricsRegistry()
    private let time = TestTime()

    static func with<Result>(
        settings: StatusServerSettings = StatusServerSettings(), discovery: (any ResourceDiscovery)? = nil,
        observer: (any WaitObserving)? = nil, podReader: (any PodReader)? = nil,
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
        _ body: (TestState) async throws -> Result
    ) async throws -> Result {
        let loop = try EventLoop.start(name: "state")
        let server = TestState(
            settings: settings, discovery: discovery, observer: observer, podReader: podReader, logger: logger,
            loop: loop)
        await server.state.start()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        await server.state.stop()
        loop.stop()
        return try result.get()
    }

    private init(
        settings: StatusServerSettings, discovery: (any ResourceDiscovery)?, observer: (any WaitObserving)?,
        podReader: (any PodReader)?, logger: Logger, loop: EventLoop
    ) {
        let time = time
        let clock = StatusClock(now: { time.now }, monotonic: { time.monotonic })
        let server = StatusServer(
            settings: settings, source: source, discovery: discovery, podReader: podReader, observer: observer,
            clock: clock, metrics: StatusMetrics(metrics), logger: logger, loop: loop)
        state = server.state
        handler = server.handler
    }

    /// Lets both clocks go on.
    func advance(seconds: Int) { time.advance(seconds: seconds) }

    /// Everything known: the pods given, and nothing of the other kinds, once somebody has asked for them.
    func ask(_ pod: String, uid: String, peer: String = "10.1.1.1") async throws -> (id: WaitID?, mailbox: Mailbox) {
        let mailbox = Mailbox()
        let request = WaitRequest(namespace: "db", pod: pod, uid: uid)
        return (try await state.begin(request, peer: peer, mailbox: mailbox), mailbox)
    }

    /// The value of a metric, by its line's beginning.
    func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

extension Mailbox {
    /// The lines of the next parcel, as text; nil when nothing follows.
    func lines() async throws -> [WaitLine]? {
        guard let parcel = await next() else { return nil }
        return try parcel.bytes.split(separator: UInt8(ascii: "\n")).map { line in
            let bytes = Array(line)
            return try WaitLine(json: bytes.span)
        }
    }
}

private final class TestTime: Sendable {
    private let elapsed = Locked(0)

    var now: Timestamp { Timestamp(seconds: 1_795_300_000 + elapsed.withLock { $0 }) }
    var monotonic: MonotonicTime { MonotonicTime(nanoseconds: Int64(elapsed.withLock { $0 }) * 1_000_000_000) }

    func advance(seconds: Int) { elapsed.withLock { $0 += seconds } }
}
