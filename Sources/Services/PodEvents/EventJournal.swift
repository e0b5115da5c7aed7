package import Readiness
import StatusAPI

/// Decides which Events are written, and when: news of waits and the time in, writes out.
///
/// One Event stands for one reason of one container, and is written again, counted up, when there is more to say: however long
/// pods wait, and however often what they wait for comes and goes, their number is bounded. Each container has a rate of its
/// own, and all together have one; what cannot be written at once is written later as it then is.
package struct EventJournal: Sendable {
    /// How soon whoever has lost the connection must be back for that to be the same wait.
    private static let grace = Duration.seconds(120)
    /// How many containers are looked at in one go, so that nobody waits long for the journal.
    private static let mostLooks = 256

    /// Times and limits.
    let settings: PodEventSettings
    private var entries: [WaitingPodKey: JournalEntry] = [:]
    private var looks = LookQueue()
    private var queue = EventQueue<(key: WaitingPodKey, ticket: UInt64)>()
    private var past = EventQueue<(key: WaitingPodKey, at: Duration)>()
    private var rate: EventRate
    private var suspensions: EventSuspensions
    private var lastTicket: UInt64 = 0
    /// How many Events wait to be written.
    private(set) var pendingCount = 0
    private var dropped: [EventDropCause: Int] = [:]

    /// A journal in which nobody waits.
    package init(settings: PodEventSettings) {
        self.settings = settings
        rate = EventRate(burst: settings.burst, interval: settings.interval)
        suspensions = EventSuspensions(first: settings.suspension)
    }

    /// How many containers are kept in mind.
    var podCount: Int { entries.count }

    /// The soonest moment at which there may be something to write; nil when only news can bring it.
    var next: Duration? {
        let writing = queue.count > 0 ? max(.zero, rate.next) : nil
        return [writing, looks.next].compactMap { $0 }.min()
    }

    /// How many Events were not written since the last call, by cause.
    package mutating func takeDropped() -> [EventDropCause: Int] {
        defer { dropped = [:] }
        return dropped
    }

    // MARK: News

    /// Takes news of waits, in their order. What is in one batch has happened at one moment.
    ///
    /// - Parameters:
    ///   - now: the monotonic clock.
    ///   - wall: the time that Events show.
    package mutating func note(_ batch: [WaitNews], at now: Duration, _ wall: Timestamp) {
        var changed: [WaitingPodKey] = []
        for news in batch {
            let key = news.pod.key
            switch news.kind {
            case .began: begin(news.pod, at: now)
            case .verdict(let index, let status):
                if entries[key]?.take(status, at: index) == true, changed.last != key { changed.append(key) }
            case .ended(let how): end(news.pod, how, at: now, wall)
            }
        }
        for key in changed {
            guard let entry = entries[key], entry.isWaiting, let told = entry.told, entry.hasBlockers,
                told != entry.blockers
            else { continue }
            add(.waiting, of: key, wall)
        }
    }

    private mutating func begin(_ pod: any WaitingPod, at now: Duration) {
        let isBack = entries[pod.key]?.endedAt != nil
        if entries[pod.key] != nil {
            entries[pod.key]?.begin(pod, at: now, grace: Self.grace)
        } else {
            guard makeRoom() else { return }
            entries[pod.key] = JournalEntry(pod, since: now)
        }
        guard let entry = entries[pod.key] else { return }
        if entry.told == nil {
            entries[pod.key]?.tellAt = max(now, (entry.since ?? now) + settings.delay)
        } else if isBack {
            // Another replica may have written something else in between.
            entries[pod.key]?.tellAt = now + settings.delay
        }
        plan(pod.key)
    }

    private mutating func end(_ pod: any WaitingPod, _ how: WaitConclusion, at now: Duration, _ wall: Timestamp) {
        if entries[pod.key] == nil {
            guard how != .left, how != .gone, makeRoom() else { return }
            entries[pod.key] = JournalEntry(pod, since: now)
        } else if let entry = entries[pod.key], entry.ending == how.kind, let endedAt = entry.endedAt,
            now - endedAt <= .seconds(settings.sameEnding)
        {
            return
        }
        let states = entries[pod.key]?.states ?? []
        cancelWaiting(pod.key)
        entries[pod.key]?.end(how.kind, at: now)
        switch how {
        case .released: add(.ready(states), of: pod.key, wall)
        case .failed(let text): add(.failed(text), of: pod.key, wall)
        case .proceeded: add(.proceeded(states), of: pod.key, wall)
        case .timedOut: add(.timedOut(states), of: pod.key, wall)
        // Another replica may count on from here.
        case .left, .gone: entries[pod.key]?.counts = [:]
        }
        past.append((pod.key, now))
        if past.count > 2 * settings.podLimit {
            let entries = entries
            past.keep { entries[$0.key]?.endedAt == $0.at }
        }
        plan(pod.key)
    }

    /// Whether one more container can be kept in mind; forgets the one that ended first, if need be.
    private mutating func makeRoom() -> Bool {
        guard entries.count >= settings.podLimit else { return true }
        while let oldest = past.popFirst() {
            guard let entry = entries[oldest.key], entry.endedAt == oldest.at else { continue }
            pendingCount -= entry.pending.count
            if !entry.pending.isEmpty { dropped[.tooManyPods, default: 0] += entry.pending.count }
            entries[oldest.key] = nil
            return true
        }
        dropped[.tooManyPods, default: 0] += 1
        return false
    }

    // MARK: The queue

    private mutating func add(_ story: EventStory, of key: WaitingPodKey, _ wall: Timestamp) {
        if let index = entries[key]?.pending.firstIndex(where: { $0.story.reason == story.reason }) {
            entries[key]?.pending[index].story = story
            entries[key]?.pending[index].at = wall
            entries[key]?.pending[index].occurrences += 1
        } else {
            enqueue(PendingEvent(ticket: 0, story: story, at: wall), of: key)
        }
    }

    private mutating func enqueue(_ event: PendingEvent, of key: WaitingPodKey) {
        guard pendingCount < settings.queueLimit || dropOldest() else {
            dropped[.queueFull, default: 0] += 1
            return
        }
        lastTicket += 1
        var event = event
        event.ticket = lastTicket
        event.isHeld = false
        entries[key]?.pending.append(event)
        pendingCount += 1
        queue.append((key, event.ticket))
        if queue.count > 2 * settings.queueLimit {
            let entries = entries
            queue.keep { item in
                entries[item.key]?.pending.contains { $0.ticket == item.ticket && !$0.isHeld } ?? false
            }
        }
    }

    private func pending(_ key: WaitingPodKey, _ ticket: UInt64) -> Int? {
        entries[key]?.pending.firstIndex { $0.ticket == ticket && !$0.isHeld }
    }

    private mutating func dropOldest() -> Bool {
        while let oldest = queue.popFirst() {
            guard let index = pending(oldest.key, oldest.ticket) else { continue }
            remove(oldest.key, index)
            dropped[.queueFull, default: 0] += 1
            return true
        }
        return false
    }

    private mutating func cancelWaiting(_ key: WaitingPodKey) {
        guard let index = entries[key]?.pending.firstIndex(where: { $0.story.reason == .waiting }) else { return }
        remove(key, index)
    }

    @discardableResult
    private mutating func remove(_ key: WaitingPodKey, _ index: Int) -> PendingEvent? {
        pendingCount -= 1
        return entries[key]?.pending.remove(at: index)
    }

    // MARK: Time

    /// What is to be done at this moment. A write counts as begun, and `finish` is to be called for it.
    package mutating func step(at now: Duration, _ wall: Timestamp) -> EventStep {
        for _ in 0..<Self.mostLooks {
            guard let look = looks.pop(until: now) else { break }
            guard entries[look.key]?.lookAt == look.time else { continue }
            entries[look.key]?.lookAt = nil
            self.look(at: look.key, now, wall)
        }
        if let next = looks.next, next <= now { return .wait(until: now) }
        if rate.next <= now {
            while let first = queue.popFirst() {
                guard let index = pending(first.key, first.ticket) else { continue }
                guard let write = begin(first.key, index, now) else { continue }
                return .write(write)
            }
        }
        return next.map { .wait(until: $0) } ?? .idle
    }

    private mutating func begin(_ key: WaitingPodKey, _ index: Int, _ now: Duration) -> EventWrite? {
        guard let entry = entries[key] else { return nil }
        if suspensions.isSuspended(entry.pod.namespace, at: now) {
            if remove(key, index)?.story.reason == .waiting { told(key, now) }
            dropped[.forbidden, default: 0] += 1
            return nil
        }
        guard podRate(entry).next <= now else {
            entries[key]?.pending[index].isHeld = true
            plan(key)
            return nil
        }
        guard let event = remove(key, index) else { return nil }
        let story = event.story
        guard let message = story.message(of: entry.pod, entry.states) else { return nil }
        if story.reason == .waiting { told(key, now) }
        rate.take(at: now)
        var podRate = podRate(entry)
        podRate.take(at: now)
        entries[key]?.fullAt = podRate.fullAt
        return EventWrite(
            pod: entry.pod, reason: story.reason, isWarning: story.isWarning, message: message, at: event.at,
            occurrences: event.occurrences, knownCount: entry.counts[story.reason], pending: event)
    }

    private mutating func told(_ key: WaitingPodKey, _ now: Duration) {
        guard let entry = entries[key], entry.isWaiting else { return }
        entries[key]?.told = entry.blockers
        entries[key]?.tellAt = now + settings.refresh
        plan(key)
    }

    private mutating func look(at key: WaitingPodKey, _ now: Duration, _ wall: Timestamp) {
        guard let entry = entries[key] else { return }
        if podRate(entry).next <= now {
            for index in entry.pending.indices where entry.pending[index].isHeld {
                entries[key]?.pending[index].isHeld = false
                queue.append((key, entry.pending[index].ticket))
            }
        }
        if entry.isWaiting, let tellAt = entry.tellAt, tellAt <= now {
            // Again in a while, should it come to nothing.
            entries[key]?.tellAt = now + settings.refresh
            if entry.hasBlockers {
                entries[key]?.told = entry.told ?? 0
                add(.waiting, of: key, wall)
            }
        }
        if let end = entry.forgetAt(), end <= now {
            entries[key] = nil
        } else {
            plan(key)
        }
    }

    /// Makes sure that a container is looked at when it has to be.
    private mutating func plan(_ key: WaitingPodKey) {
        guard let entry = entries[key] else { return }
        let held = entry.pending.contains(where: \.isHeld) ? podRate(entry).next : nil
        guard let time = [entry.tellAt, entry.forgetAt(), held].compactMap({ $0 }).min() else { return }
        if let planned = entry.lookAt, planned <= time { return }
        entries[key]?.lookAt = time
        looks.insert(key, at: time)
    }

    private func podRate(_ entry: JournalEntry) -> EventRate {
        EventRate(burst: settings.podBurst, interval: settings.podInterval, fullAt: entry.fullAt ?? .zero)
    }

    // MARK: Outcomes

    /// A write has ended.
    package mutating func finish(_ write: EventWrite, _ outcome: EventOutcome, at now: Duration) {
        let key = write.pod.key
        switch outcome {
        case .written(let count), .unchanged(let count):
            suspensions.end(write.pod.namespace)
            entries[key]?.counts[write.reason] = count
        case .retry(let isAnswer): retry(write, isAnswer)
        case .refused: entries[key]?.counts[write.reason] = nil
        case .forbidden: suspensions.begin(write.pod.namespace, at: now)
        }
    }

    private mutating func retry(_ write: EventWrite, _ isAnswer: Bool) {
        let key = write.pod.key
        var event = write.pending
        if isAnswer { event.tries += 1 }
        guard event.tries < settings.tries else {
            dropped[.tries, default: 0] += 1
            return
        }
        guard let entry = entries[key] else { return }
        if case .waiting = event.story, !entry.isWaiting { return }
        if let index = entry.pending.firstIndex(where: { $0.story.reason == write.reason }) {
            entries[key]?.pending[index].occurrences += event.occurrences
            entries[key]?.pending[index].tries = event.tries
        } else {
            enqueue(event, of: key)
        }
    }
}

extension JournalEntry {
    /// When it need no longer be kept in mind; nil while it waits, or has something to say.
    fileprivate func forgetAt() -> Duration? {
        guard let endedAt, pending.isEmpty else { return nil }
        return max(endedAt + .seconds(120), fullAt ?? .zero)
    }
}
