package import Readiness
import StatusAPI

/// Decides which Events are written, and when: news of waits and the time in, writes out.
///
/// One Event stands for one reason of one container, and is written again, counted up, when there is more to say: however long
/// pods wait, and however often what they wait for comes and goes, their number is bounded. Each container has a rate of its
/// own, and all together have one; what cannot be written at once is written later as it then is.
package struct EventJournal: Sendable {
    private typealias Slot = JournalTable.Slot

    /// How soon whoever has lost the connection must be back for that to be the same wait.
    private static let grace = Duration.seconds(120)
    /// How many containers are looked at in one go, so that nobody waits long for the journal.
    private static let mostLooks = 256

    /// Times and limits.
    let settings: PodEventSettings
    private var entries = JournalTable()
    private var looks = LookQueue()
    private var queue = EventQueue<(slot: Slot, ticket: UInt64)>()
    private var past = EventQueue<(slot: Slot, at: CompactTime)>()
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
        var changed: [Slot] = []
        for news in batch {
            let slot = entries.slot(of: news.pod)
            switch news.kind {
            case .began: begin(news.pod, slot, at: now)
            case .verdict(let index, let verdict):
                guard let slot, entries[slot]?.take(verdict, at: index) == true, changed.last != slot else { continue }
                changed.append(slot)
            case .circle(let text):
                if let slot, entries[slot]?.isWaiting == true { add(.circle(text), of: slot, wall) }
            case .ended(let how): end(news.pod, slot, how, at: now, wall)
            }
        }
        for slot in changed {
            guard let entry = entries[slot], entry.isWaiting, let told = entry.told, entry.hasBlockers,
                told != entry.blockers
            else { continue }
            add(.waiting, of: slot, wall)
        }
    }

    private mutating func begin(_ pod: any WaitingPod, _ known: Slot?, at now: Duration) {
        var isBack = false
        if let known {
            isBack = entries[known]?.endedAt != nil
            entries.rename(known, to: pod)
            entries[known]?.begin(at: now, grace: Self.grace)
        } else if !makeRoom() {
            return
        }
        let slot = known ?? entries.insert(JournalEntry(pod, since: now))
        guard let entry = entries[slot] else { return }
        if entry.told == nil {
            entries[slot]?.tellAt = max(now, (entry.since ?? now) + settings.delay)
        } else if isBack {
            // Another replica may have written something else in between.
            entries[slot]?.tellAt = now + settings.delay
        }
        plan(slot)
    }

    private mutating func end(
        _ pod: any WaitingPod, _ known: Slot?, _ how: WaitConclusion, at now: Duration, _ wall: Timestamp
    ) {
        if let entry = known.flatMap({ entries[$0] }) {
            if entry.ending == how.kind, let endedAt = entry.endedAt, now - endedAt <= .seconds(settings.sameEnding) {
                return
            }
        } else if how == .left || how == .gone || !makeRoom() {
            return
        }
        let slot = known ?? entries.insert(JournalEntry(pod, since: now))
        guard let states = entries[slot]?.states else { return }
        cancel(.waiting, slot)
        if how != .left { cancel(.circle, slot) }
        entries[slot]?.end(how.kind, at: now)
        switch how {
        case .released: add(.ready(states), of: slot, wall)
        case .failed(let text): add(.failed(text), of: slot, wall)
        case .proceeded: add(.proceeded(states), of: slot, wall)
        case .timedOut: add(.timedOut(states), of: slot, wall)
        // Another replica may count on from here.
        case .left, .gone: entries[slot]?.counts = EventCounts()
        }
        past.append((slot, CompactTime(wrappedValue: now)))
        if past.count > 2 * settings.podLimit {
            let entries = entries
            past.keep { entries[$0.slot]?.endedAt == $0.at.wrappedValue }
        }
        plan(slot)
    }

    /// Whether one more container can be kept in mind; forgets the one that ended first, if need be.
    private mutating func makeRoom() -> Bool {
        guard entries.count >= settings.podLimit else { return true }
        while let oldest = past.popFirst() {
            guard let entry = entries[oldest.slot], entry.endedAt == oldest.at.wrappedValue else { continue }
            pendingCount -= entry.pending.count
            if !entry.pending.isEmpty { dropped[.tooManyPods, default: 0] += entry.pending.count }
            entries.remove(oldest.slot)
            return true
        }
        dropped[.tooManyPods, default: 0] += 1
        return false
    }

    // MARK: The queue

    private mutating func add(_ story: EventStory, of slot: Slot, _ wall: Timestamp) {
        if let index = entries[slot]?.pending.firstIndex(where: { $0.story.reason == story.reason }) {
            entries[slot]?.pending[index].story = story
            entries[slot]?.pending[index].at = wall
            entries[slot]?.pending[index].occurrences += 1
        } else {
            enqueue(PendingEvent(ticket: 0, story: story, at: wall), of: slot)
        }
    }

    private mutating func enqueue(_ event: PendingEvent, of slot: Slot) {
        guard pendingCount < settings.queueLimit || dropOldest() else {
            dropped[.queueFull, default: 0] += 1
            return
        }
        lastTicket += 1
        var event = event
        event.ticket = lastTicket
        event.isHeld = false
        entries[slot]?.pending.append(event)
        pendingCount += 1
        queue.append((slot, event.ticket))
        if queue.count > 2 * settings.queueLimit {
            let entries = entries
            queue.keep { item in
                entries[item.slot]?.pending.contains { $0.ticket == item.ticket && !$0.isHeld } ?? false
            }
        }
    }

    private func pending(_ slot: Slot, _ ticket: UInt64) -> Int? {
        entries[slot]?.pending.firstIndex { $0.ticket == ticket && !$0.isHeld }
    }

    private mutating func dropOldest() -> Bool {
        while let oldest = queue.popFirst() {
            guard let index = pending(oldest.slot, oldest.ticket) else { continue }
            remove(oldest.slot, index)
            dropped[.queueFull, default: 0] += 1
            return true
        }
        return false
    }

    private mutating func cancel(_ reason: EventReason, _ slot: Slot) {
        guard let index = entries[slot]?.pending.firstIndex(where: { $0.story.reason == reason }) else { return }
        remove(slot, index)
    }

    @discardableResult
    private mutating func remove(_ slot: Slot, _ index: Int) -> PendingEvent? {
        pendingCount -= 1
        return entries[slot]?.removePending(at: index)
    }

    // MARK: Time

    /// What is to be done at this moment. A write counts as begun, and `finish` is to be called for it.
    package mutating func step(at now: Duration, _ wall: Timestamp) -> EventStep {
        for _ in 0..<Self.mostLooks {
            guard let look = looks.pop(until: now) else { break }
            guard entries[look.slot]?.lookAt == look.time else { continue }
            entries[look.slot]?.lookAt = CompactTime(wrappedValue: nil)
            self.look(at: look.slot, now, wall)
        }
        if let next = looks.next, next <= now { return .wait(until: now) }
        if rate.next <= now {
            while let first = queue.popFirst() {
                guard let index = pending(first.slot, first.ticket) else { continue }
                guard let write = begin(first.slot, index, now) else { continue }
                return .write(write)
            }
        }
        return next.map { .wait(until: $0) } ?? .idle
    }

    private mutating func begin(_ slot: Slot, _ index: Int, _ now: Duration) -> EventWrite? {
        guard let entry = entries[slot] else { return nil }
        if suspensions.isSuspended(entry.pod.namespace, at: now) {
            if remove(slot, index)?.story.reason == .waiting { told(slot, now) }
            dropped[.forbidden, default: 0] += 1
            return nil
        }
        guard podRate(entry).next <= now else {
            entries[slot]?.pending[index].isHeld = true
            plan(slot)
            return nil
        }
        guard let event = remove(slot, index) else { return nil }
        let story = event.story
        guard let message = story.message(of: entry.pod, entry.states) else { return nil }
        if story.reason == .waiting { told(slot, now) }
        rate.take(at: now)
        var podRate = podRate(entry)
        podRate.take(at: now)
        entries[slot]?.fullAt = podRate.fullAt
        return EventWrite(
            pod: entry.pod, reason: story.reason, isWarning: story.isWarning, message: message, at: event.at,
            occurrences: Int(event.occurrences), knownCount: entry.counts[story.reason], pending: event)
    }

    private mutating func told(_ slot: Slot, _ now: Duration) {
        guard let entry = entries[slot], entry.isWaiting else { return }
        entries[slot]?.told = entry.blockers
        entries[slot]?.tellAt = now + settings.refresh
        plan(slot)
    }

    private mutating func look(at slot: Slot, _ now: Duration, _ wall: Timestamp) {
        guard let entry = entries[slot] else { return }
        if podRate(entry).next <= now {
            for index in entry.pending.indices where entry.pending[index].isHeld {
                entries[slot]?.pending[index].isHeld = false
                queue.append((slot, entry.pending[index].ticket))
            }
        }
        if entry.isWaiting, let tellAt = entry.tellAt, tellAt <= now {
            // Again in a while, should it come to nothing.
            entries[slot]?.tellAt = now + settings.refresh
            if entry.hasBlockers {
                entries[slot]?.told = entry.told ?? 0
                add(.waiting, of: slot, wall)
            }
        }
        if let end = entry.forgetAt(), end <= now {
            entries.remove(slot)
        } else {
            plan(slot)
        }
    }

    /// Makes sure that a container is looked at when it has to be.
    private mutating func plan(_ slot: Slot) {
        guard let entry = entries[slot] else { return }
        let held = entry.pending.contains(where: \.isHeld) ? podRate(entry).next : nil
        guard let time = [entry.tellAt, entry.forgetAt(), held].compactMap({ $0 }).min() else { return }
        if let planned = entry.lookAt.wrappedValue, planned <= time { return }
        entries[slot]?.lookAt = CompactTime(wrappedValue: time)
        looks.insert(slot, at: time)
    }

    private func podRate(_ entry: JournalEntry) -> EventRate {
        EventRate(burst: settings.podBurst, interval: settings.podInterval, fullAt: entry.fullAt ?? .zero)
    }

    // MARK: Outcomes

    /// A write has ended.
    package mutating func finish(_ write: EventWrite, _ outcome: EventOutcome, at now: Duration) {
        let slot = entries.slot(of: write.pod)
        switch outcome {
        case .written(let count), .unchanged(let count):
            suspensions.end(write.pod.namespace)
            if let slot { entries[slot]?.counts[write.reason] = count }
        case .retry(let isAnswer): retry(write, slot, isAnswer)
        case .refused:
            if let slot { entries[slot]?.counts[write.reason] = nil }
        case .forbidden: suspensions.begin(write.pod.namespace, at: now)
        }
    }

    private mutating func retry(_ write: EventWrite, _ slot: Slot?, _ isAnswer: Bool) {
        var event = write.pending
        if isAnswer { event.tries += 1 }
        guard Int(event.tries) < settings.tries else {
            dropped[.tries, default: 0] += 1
            return
        }
        guard let slot, let entry = entries[slot] else { return }
        switch event.story {
        case .waiting, .circle: guard entry.isWaiting else { return }
        case .timedOut, .ready, .failed, .proceeded: break
        }
        if let index = entry.pending.firstIndex(where: { $0.story.reason == write.reason }) {
            entries[slot]?.pending[index].occurrences += event.occurrences
            entries[slot]?.pending[index].tries = event.tries
        } else {
            enqueue(event, of: slot)
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
