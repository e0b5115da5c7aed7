package import Dependencies
package import Readiness
package import StatusAPI

/// The dependencies that are asked for without a pod: each is judged on for a while, as if somebody waited for it, so that
/// whoever asks again and again finds it known, and sees how long it has been as it is.
struct Holds: Sendable {
    /// One of them.
    struct Hold: Sendable {
        /// What it stands in the table as.
        let id: WaitID
        /// Where that is.
        var place: DependencyTable.Place
        /// Until when it is held.
        var until: Timestamp
    }

    private var holds: [Dependency: Hold] = [:]
    private var dependencies: [WaitID: Dependency] = [:]
    private var deadlines = DeadlineQueue<Dependency>()
    private var number: UInt32 = 0

    /// The slot that no wait has.
    private static let slot: Int32 = -2

    /// How many there are.
    var count: Int { holds.count }
    /// When the next one may end.
    var next: Timestamp? { deadlines.next }

    /// The hold on a dependency.
    subscript(dependency: Dependency) -> Hold? { holds[dependency] }

    /// A name for a new one.
    mutating func makeID() -> WaitID {
        number &+= 1
        return WaitID(slot: Self.slot, generation: number)
    }

    /// A dependency is held from now on.
    mutating func insert(_ hold: Hold, on dependency: Dependency) {
        holds[dependency] = hold
        dependencies[hold.id] = dependency
        deadlines.insert(dependency, at: hold.until)
    }

    /// It is asked for again.
    mutating func extend(_ dependency: Dependency, until: Timestamp) { holds[dependency]?.until = until }

    /// It stands in another place.
    mutating func moved(_ id: WaitID, to place: DependencyTable.Place) {
        guard let dependency = dependencies[id] else { return }
        holds[dependency]?.place = place
    }

    /// Takes one out whose time is over.
    mutating func pop(until now: Timestamp) -> Hold? {
        while let dependency = deadlines.pop(until: now) {
            guard let hold = holds[dependency] else { continue }
            guard hold.until <= now else {
                deadlines.insert(dependency, at: hold.until)
                continue
            }
            holds[dependency] = nil
            dependencies[hold.id] = nil
            return hold
        }
        return nil
    }
}

extension WaitRegistry {
    /// How long a dependency is judged on after somebody has asked for it without a pod, in seconds.
    static let holdTime = 120
    /// How many dependencies may be asked for so at a time.
    static let mostHolds = 1_000

    /// Judges a dependency for nobody in particular, now and for a while.
    ///
    /// - Returns: what is to be done; false for `isHeld` when too many are asked for.
    package mutating func hold(_ dependency: Dependency, now: Timestamp) -> (isHeld: Bool, actions: [WaitAction]) {
        let until = now.adding(seconds: Self.holdTime)
        guard holds[dependency] == nil else {
            holds.extend(dependency, until: until)
            return (true, [])
        }
        guard holds.count < Self.mostHolds else { return (false, []) }
        let id = holds.makeID()
        let waiter = Waiter(wait: id, index: 0, began: now, perspective: Perspective(namespace: ""))
        let place = table.add(waiter, for: dependency, in: &cache)
        holds.insert(Holds.Hold(id: id, place: place, until: until), on: dependency)
        _ = table.judge(place, in: cache, now: now)
        return (true, [])
    }

    /// How a dependency that is held stands; nil as long as nothing is known of it.
    package func held(_ dependency: Dependency) -> DependencyStatus? {
        guard let hold = holds[dependency], let status = table.waiter(at: hold.place)?.line?.status,
            status.reason != Verdict.Reason.cacheNotSynced.rawValue,
            status.state != .ready || table.isTrusted(hold.place, in: cache)
        else { return nil }
        return status
    }

    /// Lets go of what nobody has asked for in a while.
    mutating func endHolds(now: Timestamp) {
        while let hold = holds.pop(until: now) { vacate(hold.place) }
    }

    /// A waiter leaves its place; another may have to be told that it has taken it.
    mutating func vacate(_ place: DependencyTable.Place) {
        guard let moved = table.remove(at: place, in: cache) else { return }
        waits.moved(moved.wait, index: moved.index, to: place)
        holds.moved(moved.wait, to: place)
    }
}
