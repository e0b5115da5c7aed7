import Dependencies
import Readiness

/// A waiter with its new judgement.
struct JudgedWaiter: Sendable {
    /// Whose it is.
    let wait: WaitID
    /// The dependency's place in the wait's question, from 0.
    let index: Int
    /// What to show.
    let line: VerdictLine
    /// Whether it differs from what was shown before.
    let isNew: Bool
    /// The Job that was seen complete, where that is new and others may remember it.
    var sighting: JobSighting?
}

/// One dependency and its waiters.
struct DependencyEntry: Sendable {
    /// What makes an entry one: waiters for the same who may look at the same.
    struct Key: Hashable, Sendable {
        /// What is waited for.
        let dependency: Dependency
        /// The namespace of the waiters; nil where it makes no difference to what they may look at.
        let asker: String?
    }

    /// What is waited for, and by whom.
    let key: Key
    /// What it is judged by at present.
    var basis: Basis
    /// How many times a rule has been applied so far.
    private(set) var judgementCount = 0
    /// The moment for which the table has planned to look at this entry again.
    var scheduledReview: Timestamp?

    private let text: String
    private var waiters: [Waiter] = []
    /// The newest lines, so that waiters who see the same share the bytes.
    private var lines: [VerdictLine] = []
    private static let keptLines = 4
    /// When each endpoint was first seen ready, if it has been ever since; kept for `uptime=` alone.
    private var readySince: [EndpointRecord.Identity: Timestamp] = [:]
    /// The Jobs that a waiter saw complete last.
    private var lastCompleted: Set<CompletedJob> = []

    /// An entry that nobody waits for yet.
    init(_ key: Key, by basis: Basis) {
        self.key = key
        self.basis = basis
        text = key.dependency.description
    }

    /// What is waited for.
    var dependency: Dependency { key.dependency }

    /// Whether nobody waits for it.
    var isEmpty: Bool { waiters.isEmpty }

    /// The soonest moment at which one of the waiters has to be judged again.
    var nextReview: Timestamp? { waiters.lazy.compactMap(\.reviewAt).min() }

    /// The waiter at a place.
    func waiter(at place: Int) -> Waiter? { waiters.indices.contains(place) ? waiters[place] : nil }

    /// Adds a waiter and returns its place.
    mutating func add(_ waiter: Waiter) -> Int32 {
        waiters.append(waiter)
        return Int32(truncatingIfNeeded: waiters.count - 1)
    }

    /// Removes a waiter; the last one takes its place and is returned.
    mutating func remove(at place: Int) -> (wait: WaitID, index: Int)? {
        guard waiters.indices.contains(place) else { return nil }
        let last = waiters.removeLast()
        guard place < waiters.count else { return nil }
        waiters[place] = last
        return (last.wait, last.index)
    }

    /// Takes what has changed of a waiter's pod, and says whether any of it matters here.
    mutating func take(_ pod: GatedPod, at place: Int) -> Bool {
        guard waiters.indices.contains(place) else { return false }
        let old = waiters[place].perspective
        waiters[place].perspective.take(pod, for: dependency)
        return waiters[place].perspective != old
    }

    /// Looks which endpoints are ready, for `uptime=`. While that cannot be seen, none has been ready all the time.
    mutating func look(in cache: ObjectCache, now: Timestamp) {
        guard dependency.kind == .service, dependency.needsUptime, case .sources(let sources) = basis
        else { return }
        var seen: [EndpointRecord.Identity: Timestamp] = [:]
        var unready: Set<EndpointRecord.Identity> = []
        if sources.all.allSatisfy({ cache.state(of: $0).isTrusted }) {
            for slice in cache.slices(of: dependency, sources) where !slice.isBeingDeleted {
                for endpoint in slice.endpoints {
                    if endpoint.isServing, !endpoint.isTerminating {
                        seen[endpoint.identity] = readySince[endpoint.identity] ?? now
                    } else {
                        unready.insert(endpoint.identity)
                    }
                }
            }
        }
        readySince = seen.filter { !unready.contains($0.key) }
    }

    private func asking(_ perspective: Perspective, _ began: Timestamp, _ now: Timestamp) -> Asking {
        Asking(perspective: perspective, began: began, now: now, readySince: readySince)
    }

    /// Judges for one waiter.
    mutating func judge(at place: Int, in cache: ObjectCache, now: Timestamp) -> JudgedWaiter? {
        guard let waiter = waiter(at: place) else { return nil }
        let judgement = cache.judge(dependency, by: basis, for: asking(waiter.perspective, waiter.began, now))
        judgementCount &+= 1
        var judged = take(judgement, at: place, in: cache)
        let sighting = sighting(judgement, of: judged, waiter.perspective, cache)
        judged?.sighting = sighting
        return judged
    }

    /// Judges for every waiter that `isWanted` chooses; waiters to whom all is equal share one judgement.
    mutating func judge(in cache: ObjectCache, now: Timestamp, where isWanted: (Waiter) -> Bool) -> [JudgedWaiter] {
        var judged: [JudgedWaiter] = []
        for group in groups(in: cache, where: isWanted) {
            judged.reserveCapacity(judged.count + group.places.count)
            let first = judged.count
            for (place, judgement) in judgements(for: group, in: cache, now: now) {
                guard var result = take(judgement, at: place, in: cache) else { continue }
                // One speaks for all who see the same.
                if judged.count == first {
                    result.sighting = sighting(judgement, of: result, group.perspective, cache)
                }
                judged.append(result)
            }
        }
        return judged
    }

    // MARK: Sharing

    /// Waiters that see a dependency alike, by their places.
    private struct Group {
        let perspective: Perspective
        let places: [Int]
    }

    private func groups(in cache: ObjectCache, where isWanted: (Waiter) -> Bool) -> [Group] {
        let isThere = cache.has(dependency, by: basis)
        let perspective = { (place: Int) in
            var perspective = waiters[place].perspective
            if isThere { perspective.podNamespace = dependency.namespace }
            return perspective
        }
        let places = waiters.indices.filter { isWanted(waiters[$0]) }
        guard let first = places.first.map(perspective) else { return [] }
        if places.allSatisfy({ perspective($0) == first }) { return [Group(perspective: first, places: places)] }
        return Dictionary(grouping: places, by: perspective).map { Group(perspective: $0, places: $1) }
    }

    /// One judgement a waiter, where possible the same.
    ///
    /// A rule compares the start of a wait with moments, so its judgement changes at some starts and is constant
    /// between them: if the earliest and the latest of a run of starts get the same, all between them do.
    private mutating func judgements(
        for group: Group, in cache: ObjectCache, now: Timestamp
    ) -> [(place: Int, judgement: Judgement)] {
        let sorted = group.places.sorted { waiters[$0].began < waiters[$1].began }
        func judge(_ place: Int) -> Judgement {
            judgementCount &+= 1
            return cache.judge(dependency, by: basis, for: asking(group.perspective, waiters[place].began, now))
        }
        var results: [(place: Int, judgement: Judgement)] = []
        results.reserveCapacity(sorted.count)
        var runs = [(first: 0, last: sorted.count - 1)]
        while let run = runs.popLast() {
            let judgement = judge(sorted[run.first])
            if run.first == run.last || waiters[sorted[run.first]].began == waiters[sorted[run.last]].began
                || judge(sorted[run.last]) == judgement
            {
                for place in sorted[run.first...run.last] { results.append((place, judgement)) }
            } else {
                let middle = run.first + (run.last - run.first) / 2
                runs.append((middle + 1, run.last))
                runs.append((run.first, middle))
            }
        }
        return results
    }

    private mutating func take(_ judgement: Judgement, at place: Int, in cache: ObjectCache) -> JudgedWaiter? {
        waiters[place].reviewAt = judgement.reviewAt
        remember(judgement, at: place, in: cache)
        let line = line(for: judgement, last: waiters[place].line)
        let isNew = waiters[place].line !== line
        waiters[place].line = line
        return JudgedWaiter(wait: waiters[place].wait, index: waiters[place].index, line: line, isNew: isNew)
    }

    /// That a Job is complete which is there to be seen.
    private func sighting(
        _ judgement: Judgement, of judged: JudgedWaiter?, _ perspective: Perspective, _ cache: ObjectCache
    ) -> JobSighting? {
        guard judged?.isNew == true, judgement.verdict.reason == .complete, dependency.isRemembered,
            let asker = perspective.asker, let job = cache.job(of: dependency, by: basis),
            case .complete(let completedAt) = job.phase
        else { return nil }
        return JobSighting(asker: asker, dependency: dependency, uid: job.uid, completedAt: completedAt)
    }

    /// Notes what was seen complete for a waiter; those who see the same share one set.
    ///
    /// A judgement may rest on what the client claims. Of that, only what is there to be seen becomes what was seen.
    private mutating func remember(_ judgement: Judgement, at place: Int, in cache: ObjectCache) {
        let claimed = waiters[place].perspective.claimedJobs
        var jobs = judgement.completedJobs
        if !claimed.isEmpty, jobs.contains(where: claimed.contains) {
            let present = Set(cache.jobs(of: dependency, by: basis).map(\.uid.description))
            jobs.removeAll { claimed.contains($0) && !present.contains($0.uid) }
        }
        guard !jobs.isEmpty else { return }
        if lastCompleted.count != jobs.count || !jobs.allSatisfy(lastCompleted.contains) { lastCompleted = Set(jobs) }
        let known = waiters[place].perspective.seenJobs
        guard known != lastCompleted else { return }
        waiters[place].perspective.seenJobs = known.isEmpty ? lastCompleted : known.union(lastCompleted)
    }

    /// The line that says this: the one shown last if it does, else one that others are shown, else a new one.
    private mutating func line(for judgement: Judgement, last: VerdictLine?) -> VerdictLine {
        if let last, last.says(judgement) { return last }
        if let known = lines.last(where: { $0.says(judgement) }) { return known }
        let line = VerdictLine(judgement, of: text)
        if lines.count >= DependencyEntry.keptLines { lines.removeFirst() }
        lines.append(line)
        return line
    }
}
