import Dependencies
import KubernetesClient
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
    private var entryOf: [DependencyEntry.Key: Int32] = [:]
    private var interests = InterestIndex()
    private var reviews = DeadlineQueue<Int32>()
    private var turned: Set<CollectionID> = []
    /// What is known of the kinds that only discovery knows.
    var lookups = KindLookups()
    private var entriesOfType: [String: Set<Int32>] = [:]
    /// How many collections are wanted that do not take in the whole cluster.
    private var limitedCount = 0
    private let settings: StatusServerSettings

    /// A table in which nobody waits.
    init(settings: StatusServerSettings) { self.settings = settings }

    /// The soonest moment at which something has to be judged again without an event.
    var nextReview: Timestamp? { [reviews.next, lookups.next].compactMap { $0 }.min() }

    /// How many dependencies somebody waits for.
    var count: Int { entryOf.count }

    /// How many times a rule has been applied for the dependencies that somebody waits for.
    var judgementCount: Int { entries.reduce(0) { $0 &+ ($1?.judgementCount ?? 0) } }

    /// Takes one of the limited watches for something else than a dependency.
    ///
    /// - Returns: false when there are as many as may be.
    mutating func reserve() -> Bool {
        guard limitedCount < settings.maximumWatches else { return false }
        limitedCount += 1
        return true
    }

    /// Gives it back.
    mutating func unreserve() { limitedCount -= 1 }

    /// Whether anybody waits for something that this collection decides.
    func isWanted(_ id: CollectionID) -> Bool { interests.isWanted(id) }

    /// The collections that somebody has begun or ceased to want since the last call.
    mutating func takeTurned() -> Set<CollectionID> {
        defer { turned = [] }
        return turned
    }

    // MARK: Waiters

    /// Adds a waiter, which is not judged yet.
    mutating func add(_ waiter: Waiter, for dependency: Dependency, in cache: inout ObjectCache) -> Place {
        let namespace = waiter.perspective.podNamespace
        let isAsked = !namespace.isEmpty && settings.crossNamespace.asksWho(about: dependency, from: namespace)
        let key = DependencyEntry.Key(dependency: dependency, asker: isAsked ? namespace : nil)
        let entry = entryOf[key] ?? makeEntry(for: key, in: &cache)
        let place = entries[Int(entry)]?.add(waiter) ?? 0
        return Place(entry: entry, waiter: place)
    }

    /// Removes a waiter.
    ///
    /// - Returns: the waiter that took its place, if any: its wait has to be told.
    mutating func remove(at place: Place, in cache: ObjectCache) -> (wait: WaitID, index: Int)? {
        let moved = entries[Int(place.entry)]?.remove(at: Int(place.waiter))
        if entries[Int(place.entry)]?.isEmpty == true { removeEntry(place.entry, cache) }
        return moved
    }

    /// What a waiter was shown last, and what it knows.
    func waiter(at place: Place) -> Waiter? { entries[Int(place.entry)]?.waiter(at: Int(place.waiter)) }

    /// Whether all that decides a waiter's dependency can be believed.
    func isTrusted(_ place: Place, in cache: ObjectCache) -> Bool {
        entries[Int(place.entry)]?.basis.collections.allSatisfy { cache.state(of: $0).isTrusted } ?? false
    }

    /// Takes what has changed of a waiter's pod.
    ///
    /// - Returns: whether any of it matters to the dependency.
    mutating func take(_ pod: GatedPod, at place: Place) -> Bool {
        entries[Int(place.entry)]?.take(pod, at: Int(place.waiter)) ?? false
    }

    // MARK: Judging

    /// The entries that a batch of events touches.
    func entries(touchedBy touched: Touched) -> Set<Int32> { interests.entries(touchedBy: touched) }

    /// Judges a dependency for all its waiters whom a batch of events concerns.
    mutating func judge(
        _ entry: Int32, touchedBy touched: Touched, in cache: ObjectCache, now: Timestamp
    ) -> [JudgedWaiter] {
        let nodes = isAboutNodesAlone(entry, touched) ? touched.nodes : nil
        entries[Int(entry)]?.look(in: cache, now: now)
        let judged =
            entries[Int(entry)]?.judge(in: cache, now: now) { waiter in
                nodes.map { $0.contains(waiter.perspective.nodeName ?? "") } ?? true
            } ?? []
        scheduleReview(of: entry)
        return judged
    }

    /// Judges a dependency for one waiter that has just been added.
    mutating func judge(_ place: Place, in cache: ObjectCache, now: Timestamp) -> JudgedWaiter? {
        entries[Int(place.entry)]?.look(in: cache, now: now)
        let judged = entries[Int(place.entry)]?.judge(at: Int(place.waiter), in: cache, now: now)
        scheduleReview(of: place.entry)
        return judged
    }

    /// Judges again whatever has to be judged at this moment.
    mutating func review(in cache: inout ObjectCache, now: Timestamp) -> [JudgedWaiter] {
        var due: Set<Int32> = []
        while let entry = reviews.pop(until: now) { due.insert(entry) }
        var judged: [JudgedWaiter] = []
        for entry in due {
            entries[Int(entry)]?.scheduledReview = nil
            if case .none(_, retries: true)? = entries[Int(entry)]?.basis { rebase(entry, in: &cache) }
            judged += entries[Int(entry)]?.judge(in: cache, now: now) { $0.reviewAt.map { $0 <= now } ?? false } ?? []
            scheduleReview(of: entry)
        }
        return judged
    }

    /// Whether all that has changed is pods on some nodes, and the entry's waiters look each at their own node.
    private func isAboutNodesAlone(_ entry: Int32, _ touched: Touched) -> Bool {
        guard let (dependency, sources) = sources(of: entry), dependency.kind == .daemonset, dependency.isAboutNode,
            touched.collections.isDisjoint(with: sources.all), !touched.concerns(sources.namespaces)
        else { return false }
        guard let name = dependency.objectName, let objects = sources.objects else { return true }
        return !touched.objects.contains(Touched.Object(collection: objects, name: name))
    }

    private mutating func scheduleReview(of entry: Int32) {
        guard let time = entries[Int(entry)]?.nextReview else { return }
        if let scheduled = entries[Int(entry)]?.scheduledReview, scheduled <= time { return }
        entries[Int(entry)]?.scheduledReview = time
        reviews.insert(entry, at: time)
    }
}

// MARK: - Entries

extension DependencyTable {
    private mutating func makeEntry(for key: DependencyEntry.Key, in cache: inout ObjectCache) -> Int32 {
        let entry = freeEntries.popLast() ?? Int32(truncatingIfNeeded: entries.count)
        if Int(entry) == entries.count { entries.append(nil) }
        wantKind(of: key.dependency, entry)
        entries[Int(entry)] = DependencyEntry(key, by: basis(of: key, in: &cache))
        entryOf[key] = entry
        enter(entry, cache)
        return entry
    }

    private mutating func removeEntry(_ entry: Int32, _ cache: ObjectCache) {
        guard let key = entries[Int(entry)]?.key else { return }
        withdraw(entry, cache)
        entries[Int(entry)] = nil
        freeEntries.append(entry)
        entryOf[key] = nil
        let type = key.dependency.resourceType
        guard entriesOfType[type]?.remove(entry) != nil, entriesOfType[type]?.isEmpty == true else { return }
        entriesOfType[type] = nil
        lookups.drop(type)
    }

    /// Discovery has told what a kind stands for: the dependencies on objects of it are judged by that from now on.
    mutating func resolved(
        _ type: String, _ resolution: Resolution, in cache: inout ObjectCache, now: Timestamp
    ) -> [JudgedWaiter] {
        guard lookups.answered(type, resolution, now: now) else { return [] }
        var judged: [JudgedWaiter] = []
        for entry in (entriesOfType[type] ?? []).sorted() {
            rebase(entry, in: &cache)
            judged += entries[Int(entry)]?.judge(in: cache, now: now, where: { _ in true }) ?? []
            scheduleReview(of: entry)
        }
        return judged
    }

    /// Looks at what Namespaces grant now, for those of these entries that need it.
    mutating func regate(_ entries: some Sequence<Int32>, in cache: inout ObjectCache) {
        guard let namespaces = cache.find(.namespaces), cache.state(of: namespaces).isTrusted else { return }
        for entry in entries {
            guard let (dependency, sources) = self.sources(of: entry), sources.namespaces != nil,
                let asker = self.entries[Int(entry)]?.key.asker
            else { continue }
            let isOpen = Gate(namespace: dependency.namespace, asker: asker).isOpen(in: cache)
            if isOpen != (sources.objects != nil) { rebase(entry, in: &cache) }
        }
    }

    /// Looks again what an entry is to be judged by.
    private mutating func rebase(_ entry: Int32, in cache: inout ObjectCache) {
        guard let key = entries[Int(entry)]?.key else { return }
        withdraw(entry, cache)
        wantKind(of: key.dependency, entry)
        let basis = basis(of: key, in: &cache)
        entries[Int(entry)]?.basis = basis
        enter(entry, cache)
    }

    /// Has its kind looked up, if only discovery knows it and there is room.
    private mutating func wantKind(of dependency: Dependency, _ entry: Int32) {
        let type = dependency.resourceType
        guard dependency.kind == .resource, lookups.has(type) || lookups.count < settings.maximumWatches else { return }
        lookups.want(type)
        entriesOfType[type, default: []].insert(entry)
    }

    /// What a dependency is judged by, with places in the cache for its collections.
    private func basis(of key: DependencyEntry.Key, in cache: inout ObjectCache) -> Basis {
        let dependency = key.dependency
        var sources: DependencySources
        switch Footing(
            of: dependency, for: key.asker, resolution: lookups.answer(dependency.resourceType), settings: settings)
        {
        case .obstacle(let verdict): return .none(verdict, retries: false)
        case .kindUnknown(let verdict):
            guard !lookups.has(dependency.resourceType) else { return .none(verdict, retries: false) }
            let message =
                "\(dependency.displayName): this server looks \(lookups.count) kinds up already, as many as --max-watches "
                + "allows"
            return .none(Verdict(.unknown, .watchLimit, message), retries: true)
        case .sources(let found): sources = found
        case .gated(let found, let gate):
            guard gate.isOpen(in: cache) else { return .gate(SourceIDs(.gate, for: &cache), gate) }
            sources = found
            sources.namespaces = .namespaces
        }
        let added = sources.all.filter { collection in
            !collection.isWhole && !(cache.find(collection).map(isWanted) ?? false)
        }
        guard limitedCount + added.count <= settings.maximumWatches else {
            let message =
                "\(dependency.displayName): this server watches \(settings.maximumWatches) single objects and selections already, as many as "
                + "--max-watches allows"
            return .none(Verdict(.unknown, .watchLimit, message), retries: true)
        }
        return .sources(SourceIDs(sources, for: &cache))
    }

    private mutating func enter(_ entry: Int32, _ cache: ObjectCache) {
        guard let (dependency, sources) = sources(of: entry) else { return }
        for id in sources.all where !isWanted(id) { turn(id, cache, by: 1) }
        interests.insert(entry, dependency, sources)
    }

    private mutating func withdraw(_ entry: Int32, _ cache: ObjectCache) {
        guard let (dependency, sources) = sources(of: entry) else { return }
        for id in interests.remove(entry, dependency, sources) { turn(id, cache, by: -1) }
    }

    private mutating func turn(_ id: CollectionID, _ cache: ObjectCache, by amount: Int) {
        turned.insert(id)
        if cache.collection(id)?.isWhole == false { limitedCount += amount }
    }

    /// A dependency that is judged by collections, and these.
    fileprivate func sources(of entry: Int32) -> (Dependency, SourceIDs)? {
        guard let entry = entries[Int(entry)], let sources = entry.basis.sources else { return nil }
        return (entry.dependency, sources)
    }
}
