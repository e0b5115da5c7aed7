import Dependencies

/// One bounded look at what a workload leads to: which of those workloads can start at all, and if it is not one of them,
/// the circle that holds it.
///
/// All waits of a pod must come true, and behind a Service any of several workloads may do. So what can start is found
/// first: workloads without waits, then those whose waits others that can start fulfil, until nothing is added. Whatever
/// is left waits for ever, and from each of it a wait leads to another of it: some circle is there. Nothing recurses.
struct CircleSearch {
    /// A workload that was come upon.
    private struct Visit {
        let workload: WorkloadNode
        var needs: [NeedState] = []
        /// How many needs are not known to come true.
        var openNeeds = 0
        var canStart = false
        /// The needs, as visit and position, that this workload's pods count for.
        var dependents: [(visit: Int, need: Int)] = []
    }

    /// What is known of one need.
    private struct NeedState {
        let need: Need
        let backers: [Int]
        /// The pods that are sure to run; of the backers that can start and, of the others, those that run already.
        var surePods: Int
        let neededPods: Int
        var heldBackers: Int
        var isMet = false
    }

    private var visits: [Visit] = []
    private var positions: [WorkloadReference: Int] = [:]
    private var isWithinLimit = true

    /// Looks at everything that `start` leads to. `limit` is how many workloads, dependencies and backers it may come upon; `further`
    /// says what a workload waits for beside what its own pods say.
    init(
        _ graph: SupposedGraph, from start: [WorkloadReference], limit: Int, further: (WorkloadNode) -> [Dependency]
    ) {
        var budget = limit
        for reference in start {
            if let workload = graph[reference] { _ = visit(workload) }
        }
        var next = 0
        while next < visits.count {
            let workload = visits[next].workload
            budget -= 1
            if !workload.isPastItsWaits {
                for dependency in workload.waits + further(workload) {
                    budget -= 1
                    let namespace = workload.reference.namespace
                    guard budget >= 0, let needs = graph.needs(of: dependency, from: namespace, budget: &budget) else {
                        isWithinLimit = false
                        return
                    }
                    for need in needs { add(need, to: next) }
                }
            }
            next += 1
        }
        isWithinLimit = budget >= 0
        settle()
    }

    /// What is known of one of the workloads that the search began with.
    func answer(for start: WorkloadReference) -> CircleAnswer {
        guard isWithinLimit else { return .notKnown }
        guard let first = positions[start], !visits[first].canStart else { return .none }
        return circle(through: first).map { .circle($0) } ?? .none
    }

    /// Those of the workloads that the search began with which never start; nil where that is not known.
    func held(among start: [WorkloadReference]) -> Set<WorkloadReference>? {
        guard isWithinLimit else { return nil }
        return Set(start.filter { reference in positions[reference].map { !visits[$0].canStart } ?? false })
    }

    /// A circle for each of the workloads that is in one, but for those that a circle named before leads through; begun at
    /// the least of their workloads. Nil where nothing is known.
    func circles(of workloads: [WorkloadReference]) -> [Circle]? {
        guard isWithinLimit else { return nil }
        let knots = Knots(visits.indices.map { visits[$0].canStart ? [] : ways(from: $0).map(\.backer) })
        var named: Set<WorkloadReference> = []
        var circles: [Circle] = []
        for reference in workloads {
            guard let position = positions[reference], knots.isInCircle(position), !named.contains(reference),
                let circle = shortestCircle(from: position, within: { knots.areTied($0, position) })
            else { continue }
            named.formUnion(circle.workloads)
            circles.append(circle.canonical)
        }
        return circles
    }

    // MARK: Coming upon things

    private mutating func visit(_ workload: WorkloadNode) -> Int {
        if let known = positions[workload.reference] { return known }
        visits.append(Visit(workload: workload))
        positions[workload.reference] = visits.count - 1
        return visits.count - 1
    }

    private mutating func add(_ need: Need, to position: Int) {
        // What is scaled to nothing neither helps nor holds up.
        let backers = need.backers.filter { $0.expectedPods(wanted: 1) > 0 }
        let wanted =
            switch need.rule {
            case .atLeast(let count): count
            case .every: 1
            }
        // Too few pods altogether is no circle: as many as there will ever be are asked for.
        let expected = backers.reduce(0) { sum, backer in
            let (total, isTooLarge) = sum.addingReportingOverflow(backer.expectedPods(wanted: wanted))
            return isTooLarge ? .max : total
        }
        guard expected > 0 else { return }
        let neededPods = min(wanted, expected)
        let surePods = backers.reduce(0) { $0 &+ min(max($1.startedPods, 0), wanted) }
        // In a cluster that runs nearly every need is met already, so that there is nothing to look at behind it.
        if case .atLeast = need.rule, surePods >= neededPods { return }
        let place = visits[position].needs.count
        visits[position].openNeeds += 1
        let positions = backers.map { visit($0) }
        visits[position].needs.append(
            NeedState(
                need: need, backers: positions, surePods: surePods, neededPods: neededPods,
                heldBackers: positions.count))
        for backer in positions { visits[backer].dependents.append((position, place)) }
    }

    // MARK: What can start

    private mutating func settle() {
        var free: [Int] = []
        for position in visits.indices {
            for place in visits[position].needs.indices { meet(place, of: position) }
            if visits[position].openNeeds == 0 {
                visits[position].canStart = true
                free.append(position)
            }
        }
        while let position = free.popLast() {
            let workload = visits[position].workload
            for (dependent, place) in visits[position].dependents {
                let wanted = visits[dependent].needs[place].neededPods
                let present = min(max(workload.startedPods, 0), wanted)
                let pods = min(workload.expectedPods(wanted: wanted), wanted)
                visits[dependent].needs[place].surePods &+= max(pods - present, 0)
                visits[dependent].needs[place].heldBackers -= 1
                meet(place, of: dependent)
                if visits[dependent].openNeeds == 0, !visits[dependent].canStart {
                    visits[dependent].canStart = true
                    free.append(dependent)
                }
            }
        }
    }

    private mutating func meet(_ place: Int, of position: Int) {
        let state = visits[position].needs[place]
        guard !state.isMet else { return }
        switch state.need.rule {
        case .every: guard state.heldBackers == 0 else { return }
        case .atLeast: guard state.surePods >= state.neededPods else { return }
        }
        visits[position].needs[place].isMet = true
        visits[position].openNeeds -= 1
    }

    // MARK: The circle

    /// The shortest circle that holds the workload: one that it is in, or else one that its first waits lead to.
    private func circle(through first: Int) -> Circle? {
        if let circle = shortestCircle(from: first) { return circle }
        var passed: Set<Int> = []
        var position = first
        while passed.insert(position).inserted {
            guard let next = ways(from: position).first else { return nil }
            position = next.backer
        }
        return shortestCircle(from: position)
    }

    /// The waits of one workload that will not come true, each with a backer that never starts.
    private func ways(from position: Int) -> [(place: Int, backer: Int)] {
        var ways: [(place: Int, backer: Int)] = []
        for place in visits[position].needs.indices where !visits[position].needs[place].isMet {
            for backer in visits[position].needs[place].backers where !visits[backer].canStart {
                ways.append((place, backer))
            }
        }
        return ways
    }

    private func shortestCircle(from first: Int, within isMeant: (Int) -> Bool = { _ in true }) -> Circle? {
        var cameFrom: [Int: (position: Int, place: Int)] = [:]
        var queue = [first]
        var next = 0
        while next < queue.count {
            let position = queue[next]
            next += 1
            for (place, backer) in ways(from: position) {
                if backer == first { return circle(to: position, place, cameFrom) }
                if cameFrom[backer] == nil, isMeant(backer) {
                    cameFrom[backer] = (position, place)
                    queue.append(backer)
                }
            }
        }
        return nil
    }

    private func circle(
        to last: Int, _ lastPlace: Int, _ cameFrom: [Int: (position: Int, place: Int)]
    ) -> Circle {
        var steps = [step(last, lastPlace)]
        var position = last
        while let before = cameFrom[position] {
            steps.append(step(before.position, before.place))
            position = before.position
        }
        return Circle(steps.reversed())
    }

    private func step(_ position: Int, _ place: Int) -> Circle.Step {
        let need = visits[position].needs[place].need
        return Circle.Step(
            workload: visits[position].workload.reference, need: need.name, needNamesNext: need.namesItsBacker)
    }
}
