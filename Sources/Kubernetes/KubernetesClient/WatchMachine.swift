import JSONText
import Retrying

/// What a reflector does next, as a pure function of what happened: empty → paging → listed → watching, and back to
/// empty when the API server has forgotten the resourceVersion (HTTP 410).
///
/// No socket, no clock, no task: the reflector performs the steps and says what came of them.
///
/// - Nothing is ever skipped: a line that cannot be read means connecting again from the last that could.
/// - The cache behind the sink is never dropped: a new list replaces it object by object, and its end removes the rest.
/// - Trouble is told: the sink hears `interrupted` as soon as one try to connect has failed, or the API server has
///   forgotten the version of the cache.
package struct WatchMachine<Object: Sendable>: Sendable {
    /// What to tell the sink, and then what to do.
    package struct Action: Sendable {
        /// News for the sink, in order; possibly none.
        package var events: [ReflectorEvent<Object>] = []
        /// The next step.
        package var step: WatchMachineStep
    }

    /// What keeps the cache from being believed.
    private enum Trouble: Hashable, Sendable {
        case interrupted(String)
        case forbidden(String)

        var event: ReflectorEvent<Object> {
            switch self {
            case .interrupted(let reason): .interrupted(reason: reason)
            case .forbidden(let rule): .forbidden(rule)
            }
        }
    }

    /// How much of the collection the cache behind the sink holds.
    enum State: Hashable, Sendable {
        /// Nothing is known, or what is known is too old to watch on from: a list has to begin.
        case empty
        /// A list has begun; the token of the next page, and the list's version once the first page is here.
        case paging(continueToken: String, resourceVersion: String)
        /// The cache is as of this version.
        case listed(resourceVersion: String)
        /// A watch is open since a moment; `heard` once it has sent something that could be read.
        case watching(resourceVersion: String, since: Duration, heard: Bool)
    }

    /// The sizes, times and limits.
    let settings: WatchSettings
    /// What is listed, for messages: `pods`.
    let subject: String
    private let selectors: [APIRequest.QueryItem]
    private let read: ObjectReading<Object>
    /// Where the machine stands, for tests.
    private(set) var state = State.empty
    private var random: SplitMix64
    private var splitter: LineSplitter
    private var backoff: Backoff
    private var forbiddenBackoff: Backoff
    private var pageLimit: Int
    private var unreadableLines = 0
    private var rereadsCredentials = false
    private var hasBeenUnauthorized = false
    /// The sink has heard `current`, and nothing to the contrary since.
    private var isCurrent = false
    /// The cache was cut off from the API server: opening a watch is not enough for it to be current.
    private var mustSettle = false
    private var lastTrouble: Trouble?

    /// - Parameters:
    ///   - subject: what is listed, for messages.
    ///   - selectors: `labelSelector` and `fieldSelector`, which go into every request.
    ///   - seed: decides the jitter and the lengths of the watches.
    ///   - read: reads an object. One that it cannot read is not passed over: it is asked for again.
    package init(
        subject: String, selectors: [APIRequest.QueryItem] = [], settings: WatchSettings = WatchSettings(),
        seed: UInt64, read: @escaping ObjectReading<Object>
    ) {
        self.read = read
        self.settings = settings
        self.subject = subject
        self.selectors = selectors
        random = SplitMix64(seed: seed)
        splitter = LineSplitter(limit: settings.lineByteLimit)
        backoff = Backoff(from: settings.shortestRest, to: settings.longestRest, jitter: .upperHalf)
        forbiddenBackoff = Backoff(
            from: settings.shortestForbiddenRest, to: settings.longestForbiddenRest, jitter: .upperHalf)
        pageLimit = settings.pageLimit
    }

    /// Takes in what happened and says what follows.
    ///
    /// - Parameter now: monotonic time since any fixed moment.
    package mutating func event(_ event: WatchMachineEvent, now: Duration) -> Action {
        switch event {
        case .begin: proceed()
        case .page(let body): received(page: body.span)
        case .opened: opened(now)
        case .bytes(let chunk): received(chunk: chunk, now)
        case .quiet: quiet()
        case .closed: closed(now)
        case .failed(let error): failed(error, now)
        }
    }

    // MARK: Requests

    /// The request that will follow a page which is here and has not been read, if the page is all right: whoever makes
    /// it now need not wait until all the objects have been read.
    func foresee(after event: WatchMachineEvent) -> WatchMachineStep? {
        guard case .paging = state, case .page(let page) = event,
            let token = ListMetadata.leading(page.span)?.continueToken, !token.isEmpty
        else { return nil }
        return .list(listQuery(continueToken: token), rereadsCredentials: false)
    }

    /// The request that the state asks for.
    private mutating func proceed() -> Action {
        let rereads = rereadsCredentials
        rereadsCredentials = false
        switch state {
        case .empty:
            state = .paging(continueToken: "", resourceVersion: "")
            return Action(events: [.listing], step: .list(listQuery(continueToken: ""), rereadsCredentials: rereads))
        case .paging(let token, _):
            return Action(step: .list(listQuery(continueToken: token), rereadsCredentials: rereads))
        case .listed(let version), .watching(let version, _, _):
            state = .listed(resourceVersion: version)
            let seconds = Int.random(in: settings.watchSeconds, using: &random)
            let query = watchQuery(resourceVersion: version, seconds: seconds)
            return Action(step: .watch(query, seconds: seconds, rereadsCredentials: rereads))
        }
    }

    private func listQuery(continueToken: String) -> [APIRequest.QueryItem] {
        var query = selectors + [APIRequest.QueryItem("limit", String(pageLimit))]
        if !continueToken.isEmpty { query.append(APIRequest.QueryItem("continue", continueToken)) }
        return query
    }

    private func watchQuery(resourceVersion: String, seconds: Int) -> [APIRequest.QueryItem] {
        selectors + [
            APIRequest.QueryItem("watch", "true"),
            APIRequest.QueryItem("allowWatchBookmarks", "true"),
            APIRequest.QueryItem("resourceVersion", resourceVersion),
            APIRequest.QueryItem("timeoutSeconds", String(seconds)),
        ]
    }

    // MARK: Listing

    /// What follows from the event `page` with these bytes, which nobody need hold for it.
    mutating func received(page body: Span<UInt8>) -> Action {
        guard case .paging(_, let listVersion) = state else { return proceed() }
        let page: ListPage<ReflectorEvent<Object>>
        do {
            page = try ListPage(body) { [read] reader throws(JSONError) in .applied(try read(&reader)) }
        } catch {
            return retryLater(error)
        }
        let version = page.metadata.resourceVersion
        guard listVersion.isEmpty || listVersion == version else {
            state = .empty
            return retryLater(
                KubernetesError(.expired, "cannot list \(subject): a later page is of another version than the first"))
        }
        var action = Action(events: page.objects, step: .read)
        if page.metadata.continueToken.isEmpty {
            state = .listed(resourceVersion: version)
            mustSettle = false
            action.events.append(.listed)
        } else {
            state = .paging(continueToken: page.metadata.continueToken, resourceVersion: version)
        }
        action.step = proceed().step
        return action
    }

    // MARK: Watching

    private mutating func opened(_ now: Duration) -> Action {
        guard case .listed(let version) = state else { return proceed() }
        state = .watching(resourceVersion: version, since: now, heard: false)
        hasBeenUnauthorized = false
        splitter = LineSplitter(limit: settings.lineByteLimit)
        return Action(events: mustSettle ? [] : becomeCurrent(), step: .read)
    }

    private mutating func received(chunk: [UInt8], _ now: Duration) -> Action {
        guard case .watching(_, let since, _) = state else { return proceed() }
        guard let lines = splitter.append(chunk) else {
            let limit = settings.lineByteLimit
            return unreadable(
                KubernetesError(.unreadable, "the API server sent a watch event of more than \(limit) bytes"), [], now)
        }
        var events: [ReflectorEvent<Object>] = []
        // After an interruption the first lines are of what was missed, and more of that may follow: only a bookmark, or
        // the time, says that it was all.
        var hasCaughtUp = !mustSettle || now - since >= settings.longestSettle
        for range in lines.ranges {
            let line: WatchLine<Object>
            do {
                line = try WatchLine(lines.bytes.span.extracting(range), read: read)
            } catch {
                return unreadable(error, events, now)
            }
            switch line.news {
            case .applied(let object): events.append(.applied(object))
            case .deleted(let object): events.append(.deleted(object))
            case .bookmark: hasCaughtUp = true
            case .error(let status):
                return adding(events, to: failed(KubernetesError(status: status, doing: "watch \(subject)"), now))
            }
            unreadableLines = 0
            state = .watching(resourceVersion: line.resourceVersion, since: since, heard: true)
        }
        if !lines.ranges.isEmpty, hasCaughtUp { events += becomeCurrent() }
        return Action(events: events, step: .read)
    }

    private mutating func quiet() -> Action {
        guard case .watching = state else { return proceed() }
        return Action(events: becomeCurrent(), step: .read)
    }

    /// Connects again from the last line that could be read; lists again when the same happens over and over.
    private mutating func unreadable(
        _ error: KubernetesError, _ events: [ReflectorEvent<Object>], _ now: Duration
    ) -> Action {
        unreadableLines += 1
        let action = failed(error, now)
        if unreadableLines >= settings.unreadableLimit {
            unreadableLines = 0
            state = .empty
            if case .watch = action.step { return adding(events, to: retryLater(error)) }
        }
        return adding(events, to: action)
    }

    private mutating func closed(_ now: Duration) -> Action {
        guard case .watching(let version, let since, let heard) = state else { return proceed() }
        if !heard, now - since < settings.shortestWatch {
            return failed(
                KubernetesError(.connection, "cannot watch \(subject): the API server ends the watch at once"), now)
        }
        return reconnect(from: version, since: since, now)
    }

    // MARK: Trouble

    private mutating func failed(_ error: KubernetesError, _ now: Duration) -> Action {
        switch error.code {
        case .expired: return listAgain(error, now)
        case .tooLarge:
            if case .paging = state, pageLimit > 1 {
                pageLimit /= 2
                state = .empty
                return proceed()
            }
        case .unauthorized:
            rereadsCredentials = true
            if !hasBeenUnauthorized {
                hasBeenUnauthorized = true
                return proceed()
            }
        case .tls: rereadsCredentials = true
        case .timeout:
            // The API server has not sent the bookmark that was due: nobody knows since when what is cached is old.
            if case .watching(_, let since, _) = state {
                noteLife(since: since, now)
                return retryLater(error)
            }
        case .forbidden:
            let rest = forbiddenBackoff.next(using: &random)
            return Action(events: tell(.forbidden(error.message)), step: .rest(rest))
        default: break
        }
        guard case .watching(let version, let since, let heard) = state, error.httpStatus == nil else {
            return retryLater(error)
        }
        let wasOpen = heard || (error.code != .unreadable && now - since >= settings.shortestWatch)
        return wasOpen ? reconnect(from: version, since: since, now) : retryLater(error)
    }

    /// A watch that was open has ended or broken: that is no failure yet, but many soon after each other must not
    /// become a storm of requests.
    private mutating func reconnect(from version: String, since: Duration, _ now: Duration) -> Action {
        state = .listed(resourceVersion: version)
        noteLife(since: since, now)
        let isFirst = backoff.failures == 0
        let rest = backoff.next(using: &random)
        return isFirst ? proceed() : Action(step: .rest(rest))
    }

    private mutating func listAgain(_ error: KubernetesError, _ now: Duration) -> Action {
        if case .watching(_, let since, _) = state { noteLife(since: since, now) }
        state = .empty
        let events = tell(.interrupted(error.message))
        let isFirst = backoff.failures == 0
        let rest = backoff.next(using: &random)
        return isFirst ? adding(events, to: proceed()) : Action(events: events, step: .rest(rest))
    }

    /// A try has failed: what is cached can no longer be believed.
    private mutating func retryLater(_ error: KubernetesError) -> Action {
        if case .watching(let version, _, _) = state { state = .listed(resourceVersion: version) }
        let rest = max(backoff.next(using: &random), error.requestedPause(atMost: settings.longestRetryAfter))
        return Action(events: tell(.interrupted(error.message)), step: .rest(rest))
    }

    /// A watch that lived long enough proves that all is well.
    private mutating func noteLife(since: Duration, _ now: Duration) {
        if now - since >= settings.goodPeriod { backoff.reset() }
    }

    private mutating func tell(_ trouble: Trouble) -> [ReflectorEvent<Object>] {
        isCurrent = false
        mustSettle = true
        if lastTrouble == trouble { return [] }
        lastTrouble = trouble
        return [trouble.event]
    }

    private mutating func becomeCurrent() -> [ReflectorEvent<Object>] {
        forbiddenBackoff.reset()
        lastTrouble = nil
        mustSettle = false
        if isCurrent { return [] }
        isCurrent = true
        return [.current]
    }

    private func adding(_ events: [ReflectorEvent<Object>], to action: Action) -> Action {
        Action(events: events + action.events, step: action.step)
    }
}
