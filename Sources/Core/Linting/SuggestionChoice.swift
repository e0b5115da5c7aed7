import Dependencies
import WaitGraph

/// Chooses among waits that might be added those which close no circle: each is taken for accepted by those after it, so that
/// they close none together either.
struct SuggestionChoice {
    /// One more wait.
    struct Proposal {
        /// Whose.
        let workload: WorkloadReference
        /// For what.
        let dependency: Dependency
    }

    /// How many workloads, dependencies and backers one look may come upon.
    private static let limit = 1_000_000

    private var graph: WaitGraph

    /// A choice for what waits so far as this graph has it.
    init(_ graph: WaitGraph) {
        self.graph = graph
    }

    /// The circle that each proposal would close; nil for those that close none.
    ///
    /// More waits let nothing start that could not before. So what can start with all proposals accepted is in no circle of
    /// theirs, and that one look shows for most. The others are accepted block by block: one that closes a circle is
    /// halved until the proposal is found.
    mutating func circles(of proposals: [Proposal]) -> [Circle?] {
        var circles: [Circle?] = Array(repeating: nil, count: proposals.count)
        let workloads = Array(Set(proposals.map(\.workload)))
        // What is held by a circle already is not to be blamed on a proposal.
        let heldBefore = graph.held(among: workloads, limit: Self.limit) ?? []
        let candidates = proposals.indices.filter { !heldBefore.contains(proposals[$0].workload) }
        let before = accept(candidates, proposals)
        let heldWithAll = graph.held(among: workloads, limit: Self.limit) ?? Set(workloads)
        take(back: before.filter { heldWithAll.contains($0.reference) })

        let doubtful = candidates.filter { heldWithAll.contains(proposals[$0].workload) }
        var (next, size) = (0, 1)
        while next < doubtful.count {
            let block = Array(doubtful[next..<min(next + size, doubtful.count)])
            let before = accept(block, proposals)
            if graph.held(among: before.map(\.reference), limit: Self.limit)?.isEmpty == true {
                next += block.count
                size *= 2
                continue
            }
            if block.count == 1, case .circle(let circle) = circle(held: before) { circles[block[0]] = circle }
            take(back: before)
            if block.count == 1 { next += 1 }
            size = max(size / 2, 1)
        }
        return circles
    }

    private func circle(held nodes: [WorkloadNode]) -> CircleAnswer {
        nodes.first.map { graph.answer(for: $0.reference, limit: Self.limit) } ?? .none
    }

    /// Adds the waits, and returns what was known before of each workload, once.
    private mutating func accept(_ block: [Int], _ proposals: [Proposal]) -> [WorkloadNode] {
        var before: [WorkloadReference: WorkloadNode] = [:]
        for index in block {
            guard var node = graph[proposals[index].workload] else { continue }
            if before[node.reference] == nil { before[node.reference] = node }
            node.waits.append(proposals[index].dependency)
            graph.set(node)
        }
        return Array(before.values)
    }

    private mutating func take(back nodes: [WorkloadNode]) {
        for node in nodes { graph.set(node) }
    }
}
