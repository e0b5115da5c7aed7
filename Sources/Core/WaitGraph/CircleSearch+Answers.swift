extension CircleSearch {
    /// What is known of one of the workloads that the search began with.
    func answer(for start: WorkloadReference) -> CircleAnswer {
        guard isWithinLimit else { return .notKnown }
        guard let first = position(of: start), !visits[first].canStart else { return .none }
        return circle(through: first).map { .circle($0) } ?? .none
    }

    /// Those of the workloads that the search began with which never start; nil where that is not known.
    func held(among start: [WorkloadReference]) -> Set<WorkloadReference>? {
        guard isWithinLimit else { return nil }
        return Set(start.filter { reference in position(of: reference).map { !visits[$0].canStart } ?? false })
    }

    /// A circle for each of the workloads that is in one, but for those that a circle named before leads through; begun at
    /// the least of their workloads. Nil where nothing is known.
    func circles(of workloads: [WorkloadReference]) -> [Circle]? {
        guard isWithinLimit else { return nil }
        let knots = Knots(visits.indices.map { visits[$0].canStart ? [] : ways(from: $0).map(\.backer) })
        var named: Set<WorkloadReference> = []
        var circles: [Circle] = []
        for reference in workloads {
            guard let position = position(of: reference), knots.isInCircle(position), !named.contains(reference),
                let circle = shortestCircle(from: position, within: { knots.areTied($0, position) })
            else { continue }
            named.formUnion(circle.workloads)
            circles.append(circle.canonical)
        }
        return circles
    }

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

    /// The waits of one workload that will not come true, in order, each with a backer that never starts.
    private func ways(from position: Int) -> [(need: Int, backer: Int)] {
        var ways: [(need: Int, backer: Int, name: WorkloadReference)] = []
        for need in visits[position].needs where !needs[need].isMet {
            for backing in backings[needs[need].backings] where !visits[backing.backer].canStart {
                guard let name = graph.read(visits[backing.backer].number, { $0.reference }) else { continue }
                ways.append((need, backing.backer, name))
            }
        }
        // So that of circles of the same length it is always the same one that is named.
        return ways.sorted { ($0.need, $0.name) < ($1.need, $1.name) }.map { ($0.need, $0.backer) }
    }

    private func shortestCircle(from first: Int, within isMeant: (Int) -> Bool = { _ in true }) -> Circle? {
        var cameFrom: [Int: (position: Int, need: Int)] = [:]
        var queue = [first]
        var next = 0
        while next < queue.count {
            let position = queue[next]
            next += 1
            for (need, backer) in ways(from: position) {
                if backer == first { return circle(to: position, need, cameFrom) }
                if cameFrom[backer] == nil, isMeant(backer) {
                    cameFrom[backer] = (position, need)
                    queue.append(backer)
                }
            }
        }
        return nil
    }

    private func circle(
        to last: Int, _ lastNeed: Int, _ cameFrom: [Int: (position: Int, need: Int)]
    ) -> Circle? {
        var steps = [step(last, lastNeed)]
        var position = last
        while let before = cameFrom[position] {
            steps.append(step(before.position, before.need))
            position = before.position
        }
        return Circle(steps.reversed().compactMap(\.self))
    }

    private func step(_ position: Int, _ place: Int) -> Circle.Step? {
        let need = needs[place].need
        return graph.read(visits[position].number) { workload in
            Circle.Step(workload: workload.reference, need: need.name, needNamesNext: need.namesItsBacker)
        }
    }
}
