import Dependencies
import Readiness

/// Every dependency that somebody waits for, and who does.
///
/// An object leads to the dependencies on it, a dependency to its waiters: an event costs what it touches, however many
/// other dependencies there are. Adding and removing a waiter take constant time.
struct DependencyTable: Sendable {
    /// A waiter's place, so that it is found again without a search.
    struct Place: Sendable {
        /// The dependency's entry.
        let entry: Int32
        /// The waiter in it. Changes when another waiter of the entry leaves.
        var waiter: Int32
    }

    private var entries: [DependencyEntry?] = []
    private var freeEntries: [Int32] = []
    private var entryOf: [Dependency: Int32] = [:]
    private var entriesOn: [Touched.Target: [Int32]] = [:]
    private var waiterCounts: [WatchedKind: Int] = [:]
    private var reviews = DeadlineQueue<Int32>()

    /// The soonest moment at which something has to be judged again without an event.
    var nextReview: Timestamp? { reviews.next }

    /// How many dependencies somebody waits for.
    var count: Int { entryOf.count }

    /// How many times a rule has been applied for the dependencies that somebody waits for.
    var judgementCount: Int { entries.reduce(0) { $0 &+ ($1?.judgementCount ?? 0) } }

    /// Whether anybody waits for something that this collection decides.
    func isWanted(_ kind: WatchedKind) -> Bool { waiterCounts[kind, default: 0] > 0 }

    // MARK: Waiters

    /// Adds a waiter, which is not judged yet.
    mutating func add(_ waiter: Waiter, for dependency: Dependency) -> Place {
        let entry = entryOf[dependency] ?? makeEntry(for: dependency)
        for kind in dependency.kind.watchedKinds { waiterCounts[kind, default: 0] += 1 }
        let place = entries[Int(entry)]?.add(waiter) ?? 0
        return Place(entry: entry, waiter: place)
    }

    /// Removes a waiter.
    ///
    /// - Returns: the waiter that took its place, if any: its wait has to be told.
    mutating func remove(at place: Place) -> (wait: WaitID, index: Int)? {
        guard let dependency = entries[Int(place.entry)]?.dependency else { return nil }
        for kind in dependency.kind.watchedKinds { waiterCounts[kind, default: 0] -= 1 }
        let moved = entries[Int(place.entry)]?.remove(at: Int(place.waiter))
        if entries[Int(place.entry)]?.isEmpty == true { removeEntry(place.entry) }
        return moved
    }

    /// What a waiter was shown last, and what it knows.
    func waiter(at place: Place) -> Waiter? { entries[Int(place.entry)]?.waiter(at: Int(place.waiter)) }

    /// Takes the pod's label that the dependency compares, if it compares one.
    ///
    /// - Returns: whether it is another value than before.
    mutating func relabel(_ place: Place, by label: (String) -> String?) -> Bool {
        guard case .podLabel(let name)? = entries[Int(place.entry)]?.dependency.options.match else { return false }
        return entries[Int(place.entry)]?.setLabel(label(name), at: Int(place.waiter)) ?? false
    }

    // MARK: Judging

    /// The entries that a batch of events touches.
    func entries(touchedBy touched: Touched) -> Set<Int32> {
        var found: Set<Int32> = []
        for target in touched.targets { found.formUnion(entriesOn[target] ?? []) }
        guard !touched.kinds.isEmpty else { return found }
        for (dependency, entry) in entryOf where !touched.kinds.isDisjoint(with: dependency.kind.watchedKinds) {
            found.insert(entry)
        }
        return found
    }

    /// Judges a dependency for all its waiters.
    mutating func judge(_ entry: Int32, in cache: ObjectCache, now: Timestamp) -> [JudgedWaiter] {
        let judged = entries[Int(entry)]?.judge(in: cache, now: now, where: { _ in true }) ?? []
        scheduleReview(of: entry)
        return judged
    }

    /// Judges a dependency for one waiter that has just been added.
    mutating func judge(_ place: Place, in cache: ObjectCache, now: Timestamp) -> JudgedWaiter? {
        let judged = entries[Int(place.entry)]?.judge(at: Int(place.waiter), in: cache, now: now)
        scheduleReview(of: place.entry)
        return judged
    }

    /// Judges again whatever has to be judged at this moment.
    mutating func review(in cache: ObjectCache, now: Timestamp) -> [JudgedWaiter] {
        var due: Set<Int32> = []
        while let entry = reviews.pop(until: now) { due.insert(entry) }
        var judged: [JudgedWaiter] = []
        for entry in due {
            entries[Int(entry)]?.scheduledReview = nil
            judged += entries[Int(entry)]?.judge(in: cache, now: now) { $0.reviewAt.map { $0 <= now } ?? false } ?? []
            scheduleReview(of: entry)
        }
        return judged
    }

    // MARK: Parts

    private mutating func scheduleReview(of entry: Int32) {
        guard let time = entries[Int(entry)]?.nextReview else { return }
        if let scheduled = entries[Int(entry)]?.scheduledReview, scheduled <= time { return }
        entries[Int(entry)]?.scheduledReview = time
        reviews.insert(entry, at: time)
    }

    private mutating func makeEntry(for dependency: Dependency) -> Int32 {
        let entry: Int32
        if let free = freeEntries.popLast() {
            entry = free
            entries[Int(free)] = DependencyEntry(dependency)
        } else {
            entry = Int32(truncatingIfNeeded: entries.count)
            entries.append(DependencyEntry(dependency))
        }
        entryOf[dependency] = entry
        if let target = Touched.Target(of: dependency) { entriesOn[target, default: []].append(entry) }
        return entry
    }

    private mutating func removeEntry(_ entry: Int32) {
        guard let dependency = entries[Int(entry)]?.dependency else { return }
        entries[Int(entry)] = nil
        freeEntries.append(entry)
        entryOf[dependency] = nil
        guard let target = Touched.Target(of: dependency) else { return }
        entriesOn[target]?.removeAll { $0 == entry }
        if entriesOn[target]?.isEmpty == true { entriesOn[target] = nil }
    }
}

extension Touched.Target {
    /// What the dependency names; nil for one that names its objects by their labels.
    init?(of dependency: Dependency) {
        guard case .name(let name) = dependency.target else { return nil }
        self.init(kind: dependency.kind, name: ObjectName(namespace: dependency.namespace, name: name))
    }
}
