import Dependencies

/// One bounded look at what a workload leads to: which of those workloads can start at all, and if it is not one of them,
/// the circle that holds it.
///
/// All waits of a pod must come true, and behind a Service any of several workloads may do. So what can start is found
/// first: workloads without waits, then those whose waits others that can start fulfil, until nothing is added. Whatever
/// is left waits for ever, and from each of it a wait leads to another of it: some circle is there. Nothing recurses.
///
/// Each admission makes one, so what it comes upon stands in three lists, not in one of each workload's own.
struct CircleSearch {
    /// A workload that was come upon.
    struct Visit {
        /// Its number in the graph.
        let number: UInt32
        fileprivate let counts: PodCounts
        /// Its needs, as far as they were not met from the beginning.
        fileprivate(set) var needs = 0..<0
        /// How many needs are not known to come true.
        fileprivate var openNeeds = 0
        /// Its pods start sooner or later.
        fileprivate(set) var canStart = false
        /// The first of the backings in which it is the backer.
        fileprivate var backing: Int?
    }

    /// What is known of one need.
    struct NeedState {
        /// The need.
        let need: Need
        /// The visit whose need it is.
        fileprivate let visit: Int
        /// Its backers.
        let backings: Range<Int>
        /// The pods that are sure to run; of the backers that can start and, of the others, those that run already.
        fileprivate var surePods: Int
        fileprivate let neededPods: Int
        fileprivate var heldBackers: Int
        /// It will come true.
        fileprivate(set) var isMet = false
    }

    /// One backer of one need.
    struct Backing {
        /// The need's place among all.
        fileprivate let need: Int
        /// The visit of the backer.
        let backer: Int
        /// The next backing in which it is the backer.
        fileprivate let next: Int?
    }

    private static let usualVisits = 16

    /// Where names are looked up.
    let graph: SupposedGraph
    /// All workloads, those that the search began with first.
    private(set) var visits: [Visit] = []
    /// The needs of all of them.
    private(set) var needs: [NeedState] = []
    /// The backers of all needs.
    private(set) var backings: [Backing] = []
    private var positions: [UInt32: Int] = [:]
    /// Whether everything was looked at.
    private(set) var isWithinLimit = true

    /// Looks at everything that `start` leads to. `limit` is how many workloads, dependencies and backers it may come upon;
    /// `further` says what the workload of a number waits for beside what its own pods say; it is not asked for the one that
    /// is supposed.
    init(
        _ graph: SupposedGraph, from start: [WorkloadReference], limit: Int, further: (UInt32) -> [Dependency]
    ) {
        self.graph = graph
        var budget = limit
        // Enough for nearly every admission, so that nothing grows in small steps.
        visits.reserveCapacity(Self.usualVisits)
        needs.reserveCapacity(Self.usualVisits)
        backings.reserveCapacity(Self.usualVisits)
        positions.reserveCapacity(Self.usualVisits)
        for reference in start {
            guard let number = graph.number(of: reference) else { continue }
            if let counts = graph.read(number, { $0.counts }) { _ = visit(number, counts) }
        }
        var found: [Need] = []
        var next = 0
        while next < visits.count {
            budget -= 1
            let first = needs.count
            guard addNeeds(of: next, &found, &budget, further) else {
                isWithinLimit = false
                return
            }
            visits[next].needs = first..<needs.count
            visits[next].openNeeds = needs.count - first
            next += 1
        }
        isWithinLimit = budget >= 0
        settle()
    }

    /// The place of a workload among those that were come upon; nil where it is not one of them.
    func position(of workload: WorkloadReference) -> Int? {
        graph.number(of: workload).flatMap { positions[$0] }
    }

    // MARK: Coming upon things

    private mutating func visit(_ number: UInt32, _ counts: PodCounts) -> Int {
        if let known = positions[number] { return known }
        visits.append(Visit(number: number, counts: counts))
        positions[number] = visits.count - 1
        return visits.count - 1
    }

    /// Adds what one workload waits for; false once the budget is used up.
    private mutating func addNeeds(
        of position: Int, _ found: inout [Need], _ budget: inout Int, _ further: (UInt32) -> [Dependency]
    ) -> Bool {
        let number = visits[position].number
        let own = graph.read(number) { workload in
            workload.isPastItsWaits ? nil : (waits: workload.waits, namespace: workload.reference.namespace)
        }
        guard let own = own ?? nil else { return true }
        let more = number == SupposedGraph.supposedNumber ? [] : further(number)
        // To add nothing would copy them all the same.
        let waits = more.isEmpty ? own.waits : own.waits + more
        for dependency in waits {
            budget -= 1
            found.removeAll(keepingCapacity: true)
            guard budget >= 0, graph.addNeeds(of: dependency, from: own.namespace, to: &found, budget: &budget)
            else { return false }
            for need in found { add(need, of: position) }
        }
        return true
    }

    private mutating func add(_ need: Need, of position: Int) {
        let wanted =
            switch need.rule {
            case .atLeast(let count): count
            case .every: 1
            }
        // Too few pods altogether is no circle: as many as there will ever be are asked for.
        var (expected, surePods, heldBackers) = (0, 0, 0)
        for backer in need.backers {
            let pods = backer.counts.expected(wanted: wanted)
            // What is scaled to nothing neither helps nor holds up.
            guard pods > 0 else { continue }
            let (total, isTooLarge) = expected.addingReportingOverflow(pods)
            expected = isTooLarge ? .max : total
            surePods &+= min(backer.counts.started, wanted)
            heldBackers += 1
        }
        guard expected > 0 else { return }
        let neededPods = min(wanted, expected)
        // In a cluster that runs nearly every need is met already, so that there is nothing to look at behind it.
        if case .atLeast = need.rule, surePods >= neededPods { return }
        let first = backings.count
        for backer in need.backers where backer.counts.expected(wanted: wanted) > 0 {
            let visit = visit(backer.number, backer.counts)
            backings.append(Backing(need: needs.count, backer: visit, next: visits[visit].backing))
            visits[visit].backing = backings.count - 1
        }
        needs.append(
            NeedState(
                need: need, visit: position, backings: first..<backings.count, surePods: surePods,
                neededPods: neededPods, heldBackers: heldBackers))
    }

    // MARK: What can start

    private mutating func settle() {
        var free: [Int] = []
        for position in visits.indices where visits[position].openNeeds == 0 {
            visits[position].canStart = true
            free.append(position)
        }
        while let position = free.popLast() {
            let counts = visits[position].counts
            var backing = visits[position].backing
            while let current = backing {
                let place = backings[current].need
                let wanted = needs[place].neededPods
                let present = min(counts.started, wanted)
                let pods = min(counts.expected(wanted: wanted), wanted)
                needs[place].surePods &+= max(pods - present, 0)
                needs[place].heldBackers -= 1
                meet(place)
                let dependent = needs[place].visit
                if visits[dependent].openNeeds == 0, !visits[dependent].canStart {
                    visits[dependent].canStart = true
                    free.append(dependent)
                }
                backing = backings[current].next
            }
        }
    }

    private mutating func meet(_ place: Int) {
        let state = needs[place]
        guard !state.isMet else { return }
        switch state.need.rule {
        case .every: guard state.heldBackers == 0 else { return }
        case .atLeast: guard state.surePods >= state.neededPods else { return }
        }
        needs[place].isMet = true
        visits[state.visit].openNeeds -= 1
    }
}
