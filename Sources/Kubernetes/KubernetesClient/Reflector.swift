internal import Locking
package import Logging

/// Keeps a sink told of one collection of objects: lists it, watches it, and does both again when it has to.
///
/// What it does when is decided by `WatchMachine`; here are the requests, the waits and the log. The API server sees
/// one list and one watch however many ask the sink.
package final class Reflector<Object: Sendable>: Sendable {
    /// Takes in what has happened, in order; the next piece is read once it returns, so a slow sink slows the watch down
    /// and costs no memory. All the events that arrived together come in one call.
    package typealias Sink = @Sendable ([ReflectorEvent<Object>]) async -> Void

    /// What is reflected.
    package let resource: ResourceType
    /// The namespace that is reflected; nil for all.
    package let namespace: String?

    private let client: KubernetesClient
    private let selectors: [APIRequest.QueryItem]
    private let isMetadataOnly: Bool
    private let settings: WatchSettings
    private let clock: MonotonicClock
    private let seed: UInt64
    private let logger: Logger
    private let read: ObjectReading<Object>
    private let sink: Sink
    private let requests = Locked(ReflectorRequests())
    private let pages = Locked(PageBuffers())

    /// - Parameters:
    ///   - namespace: nil for all namespaces, or for a kind without.
    ///   - labelSelector: as `kubectl -l` takes it; nil for all objects.
    ///   - fieldSelector: as `kubectl --field-selector` takes it; nil for all objects.
    ///   - isMetadataOnly: whether nothing is wanted of an object but its metadata
    ///     (https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches).
    ///   - seed: decides the jitter; nil for the system's randomness.
    ///   - read: reads an object, so that the sink hears of what it wants and no bytes are read twice.
    package init(
        client: KubernetesClient, resource: ResourceType, namespace: String? = nil, labelSelector: String? = nil,
        fieldSelector: String? = nil, isMetadataOnly: Bool = false, settings: WatchSettings = WatchSettings(),
        clock: MonotonicClock = .system, seed: UInt64? = nil, logger: Logger, read: @escaping ObjectReading<Object>,
        sink: @escaping Sink
    ) {
        self.client = client
        self.resource = resource
        self.namespace = namespace
        self.isMetadataOnly = isMetadataOnly
        self.settings = settings
        self.clock = clock
        self.seed = seed ?? UInt64.random(in: 0...UInt64.max)
        self.logger = logger
        self.read = read
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
            subject: resource.description, selectors: selectors, settings: settings, seed: seed, read: read)
        var action = machine.event(.begin, now: clock.now())
        var stream: APIStream?
        var feed: PageFeed?
        var telling: Task<Void, Never>?
        while !Task.isCancelled {
            let event = await perform(&action, of: machine, &stream, &feed, &telling)
            if Task.isCancelled { break }
            guard case .page = event else {
                action = machine.event(event, now: clock.now())
                continue
            }
            var body = (consume event).takePage()
            action = machine.received(page: body.span)
            pages.withLock { $0.giveBack(&body) }
        }
        feed = nil
        await telling?.value
    }

    /// Tells what has happened, and then does what comes next.
    private func perform(
        _ action: inout WatchMachine<Object>.Action, of machine: WatchMachine<Object>, _ stream: inout APIStream?,
        _ feed: inout PageFeed?, _ telling: inout Task<Void, Never>?
    ) async -> WatchMachineEvent {
        await tell(&action, &telling)
        do {
            switch action.step {
            case .list:
                stream = nil
                if let early = await feed?.take(action.step) { return early }
                if Task.isCancelled { return .begin }
                let begun = PageFeed(from: action.step, page) { machine.foresee(after: $0) }
                feed = begun
                return await begun.take(action.step) ?? .begin
            case .watch(let query, let seconds, let rereadsCredentials):
                feed = nil
                pages.withLock { $0 = PageBuffers() }
                requests.withLock { $0.watches &+= 1 }
                stream = nil
                stream = try await watch(query, seconds, rereadsCredentials)
                return .opened
            case .read:
                return try await part(of: stream)
            case .rest(let duration):
                stream = nil
                feed = nil
                try? await clock.sleep(duration)
                return .begin
            }
        } catch {
            stream = nil
            return .failed(error)
        }
    }

    /// Tells the news and drops them: the objects of one page need not lie in memory beside those of the next.
    ///
    /// While a list goes on, its next page is read as the sink takes in this one; what comes after it waits for that.
    private func tell(_ action: inout WatchMachine<Object>.Action, _ telling: inout Task<Void, Never>?) async {
        guard !action.events.isEmpty else { return }
        let events = action.events
        action.events = []
        log(events)
        await telling?.value
        telling = nil
        if case .list = action.step {
            telling = Task { [sink] in await sink(events) }
        } else {
            await sink(events)
        }
    }

    @Sendable private func page(_ step: WatchMachineStep) async -> WatchMachineEvent {
        guard case .list(let query, let rereadsCredentials) = step else { return .begin }
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
            .get, resource.path(namespace: namespace), query: query, accept: accept("PartialObjectMetadataList"),
            deadline: settings.pageDeadline, bodyLimit: settings.pageByteLimit, rereadsCredentials: rereadsCredentials)
        let response = try await client.open(request).answer(
            limit: settings.pageByteLimit, into: pages.withLock { $0.take() })
        if let error = KubernetesError(response: response, doing: "list \(resource)") { throw error }
        return response.body
    }

    private func watch(
        _ query: [APIRequest.QueryItem], _ seconds: Int, _ rereadsCredentials: Bool
    ) async throws(KubernetesError) -> APIStream {
        let request = APIRequest(
            .get, resource.path(namespace: namespace), query: query, accept: accept("PartialObjectMetadata"),
            deadline: .seconds(seconds) + settings.silence, answerWithin: min(settings.answer, settings.silence),
            silence: settings.silence,
            quietAfter: min(settings.settle, settings.silence / 2), rereadsCredentials: rereadsCredentials)
        let stream = client.open(request)
        let head = try await stream.head()
        if head.status == 200 { return stream }
        let response = APIResponse(head: head, body: try await stream.collect(limit: request.bodyLimit))
        throw KubernetesError(response: response, doing: "watch \(resource)")
            ?? KubernetesError(.unreadable, "cannot watch \(resource): the API server answers HTTP \(head.status)")
    }

    /// What an answer may be: whole objects from a server that knows no other form.
    private func accept(_ form: String) -> String {
        isMetadataOnly ? "application/json;as=\(form);g=meta.k8s.io;v=v1, application/json" : "application/json"
    }

    private func part(of stream: APIStream?) async throws(KubernetesError) -> WatchMachineEvent {
        switch try await stream?.next() {
        case .bytes(let bytes): .bytes(bytes)
        case .quiet: .quiet
        case .end, nil: .closed
        }
    }

    private func log(_ events: [ReflectorEvent<Object>]) {
        for index in events.indices where events[index].isAboutTheWatch {
            switch events[index] {
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
