internal import Locking
package import Logging

/// Keeps a sink told of one collection of objects: lists it, watches it, and does both again when it has to.
///
/// What it does when is decided by `WatchMachine`; here are the requests, the waits and the log. The API server sees
/// one list and one watch however many ask the sink.
package final class Reflector: Sendable {
    /// Takes in what has happened, in order; the next piece is read once it returns, so a slow sink slows the watch down
    /// and costs no memory. All the events that arrived together come in one call.
    package typealias Sink = @Sendable ([ReflectorEvent]) async -> Void

    /// What is reflected.
    package let resource: ResourceType
    /// The namespace that is reflected; nil for all.
    package let namespace: String?

    private let client: KubernetesClient
    private let selectors: [APIRequest.QueryItem]
    private let settings: WatchSettings
    private let clock: MonotonicClock
    private let seed: UInt64
    private let logger: Logger
    private let sink: Sink
    private let requests = Locked(ReflectorRequests())
    private let pages = Locked(PageBuffers())

    /// - Parameters:
    ///   - namespace: nil for all namespaces, or for a kind without.
    ///   - labelSelector: as `kubectl -l` takes it; nil for all objects.
    ///   - fieldSelector: as `kubectl --field-selector` takes it; nil for all objects.
    ///   - seed: decides the jitter; nil for the system's randomness.
    package init(
        client: KubernetesClient, resource: ResourceType, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil, settings: WatchSettings = WatchSettings(), clock: MonotonicClock = .system,
        seed: UInt64? = nil, logger: Logger, sink: @escaping Sink
    ) {
        self.client = client
        self.resource = resource
        self.namespace = namespace
        self.settings = settings
        self.clock = clock
        self.seed = seed ?? UInt64.random(in: 0...UInt64.max)
        self.logger = logger
        self.sink = sink
        var selectors: [APIRequest.QueryItem] = []
        if let labelSelector { selectors.append(APIRequest.QueryItem("labelSelector", labelSelector)) }
        if let fieldSelector { selectors.append(APIRequest.QueryItem("fieldSelector", fieldSelector)) }
        self.selectors = selectors
    }

    /// How many requests have been made so far, for the metrics.
    package var requestCounts: ReflectorRequests { requests.withLock { $0 } }

    /// Lists and watches until the task is cancelled.
    package func run() async {
        var machine = WatchMachine(
            subject: resource.description, selectors: selectors, settings: settings, seed: seed)
        var action = machine.event(.begin, now: clock.now())
        var stream: APIStream?
        while !Task.isCancelled {
            let event = await perform(&action, &stream)
            if Task.isCancelled { return }
            action = machine.event(event, now: clock.now())
        }
    }

    /// Tells what has happened, and then does what comes next.
    private func perform(_ action: inout WatchMachine.Action, _ stream: inout APIStream?) async -> WatchMachine.Event {
        do {
            switch action.step {
            case .list(let query, let rereadsCredentials):
                stream = nil
                // A page is on its way while the objects of the one before are taken in: a long list takes the longer
                // of both times, not their sum. There is never more than one ahead.
                async let page = page(query, rereadsCredentials)
                await tell(&action)
                pages.withLock { $0.giveBack() }
                let event = await page
                if case .page(let body) = event { pages.withLock { $0.hold(body) } }
                return event
            case .watch(let query, let seconds, let rereadsCredentials):
                await tell(&action)
                pages.withLock { $0 = PageBuffers() }
                requests.withLock { $0.watches &+= 1 }
                stream = nil
                stream = try await watch(query, seconds, rereadsCredentials)
                return .opened
            case .read:
                await tell(&action)
                return try await read(stream)
            case .rest(let duration):
                await tell(&action)
                stream = nil
                try? await clock.sleep(duration)
                return .begin
            }
        } catch {
            stream = nil
            return .failed(error)
        }
    }

    /// Tells the news and drops them, as they keep the page in memory that they are part of.
    private func tell(_ action: inout WatchMachine.Action) async {
        guard !action.events.isEmpty else { return }
        var events: [ReflectorEvent] = []
        swap(&events, &action.events)
        log(events)
        await sink(events)
    }

    private func page(_ query: [APIRequest.QueryItem], _ rereadsCredentials: Bool) async -> WatchMachine.Event {
        requests.withLock { $0.lists &+= 1 }
        do {
            return .page(try await list(query, rereadsCredentials))
        } catch {
            return .failed(error)
        }
    }

    private func list(
        _ query: [APIRequest.QueryItem], _ rereadsCredentials: Bool
    ) async throws(KubernetesError) -> [UInt8] {
        let request = APIRequest(
            .get, resource.path(namespace: namespace), query: query, deadline: settings.pageDeadline,
            bodyLimit: settings.pageByteLimit, rereadsCredentials: rereadsCredentials)
        let stream = client.open(request)
        let head = try await stream.head()
        let expected = pages.withLock { $0.expectedCount }
        let body = try await stream.collect(
            limit: settings.pageByteLimit, expecting: expected, into: pages.withLock { $0.take() })
        let response = APIResponse(head: head, body: body)
        if let error = KubernetesError(response: response, doing: "list \(resource)") { throw error }
        return body
    }

    private func watch(
        _ query: [APIRequest.QueryItem], _ seconds: Int, _ rereadsCredentials: Bool
    ) async throws(KubernetesError) -> APIStream {
        let request = APIRequest(
            .get, resource.path(namespace: namespace), query: query, deadline: .seconds(seconds) + settings.silence,
            answerWithin: min(settings.answer, settings.silence), silence: settings.silence,
            quietAfter: settings.settle, rereadsCredentials: rereadsCredentials)
        let stream = client.open(request)
        let head = try await stream.head()
        if head.status == 200 { return stream }
        let response = APIResponse(head: head, body: try await stream.collect(limit: request.bodyLimit))
        throw KubernetesError(response: response, doing: "watch \(resource)")
            ?? KubernetesError(.unreadable, "cannot watch \(resource): the API server answers HTTP \(head.status)")
    }

    private func read(_ stream: APIStream?) async throws(KubernetesError) -> WatchMachine.Event {
        switch try await stream?.next() {
        case .bytes(let bytes): .bytes(bytes)
        case .quiet: .quiet
        case .end, nil: .closed
        }
    }

    private func log(_ events: [ReflectorEvent]) {
        for event in events {
            switch event {
            case .interrupted(let reason):
                logger.warning("watch interrupted", metadata: ["resource": "\(resource)", "reason": "\(reason)"])
            case .forbidden(let message):
                logger.error("watch forbidden", metadata: ["resource": "\(resource)", "reason": "\(message)"])
            case .listing: logger.debug("listing", metadata: ["resource": "\(resource)"])
            case .current: logger.info("watch is current", metadata: ["resource": "\(resource)"])
            case .applied, .deleted, .listed: break
            }
        }
    }
}
