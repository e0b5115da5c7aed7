package import Dependencies

extension WaitGraph {
    /// How many workloads, dependencies and backers one question may come upon, unless the asker says otherwise.
    package static let usualLimit = 2_000

    /// Whether the pods of a workload can ever start. Work is bounded by `limit`; `further` says what the workload of a
    /// number waits for beside what its own pods say, as policies make it wait, and is asked once for each that the
    /// search comes upon.
    package func answer(
        for workload: WorkloadReference, limit: Int = usualLimit,
        further: (UInt32) -> [Dependency] = { _ in [] }
    ) -> CircleAnswer {
        CircleSearch(SupposedGraph(self), from: [workload], limit: limit, further: further).answer(for: workload)
    }

    /// The same for a workload as it would be: `node` stands in the place of what is known of it, behind Services too, and its
    /// waits are all that it has; its pods that are past their waits already are heeded. The graph is not copied.
    package func answer(
        supposing node: WorkloadNode, limit: Int = usualLimit,
        further: (UInt32) -> [Dependency] = { _ in [] }
    ) -> CircleAnswer {
        CircleSearch(SupposedGraph(self, supposing: node), from: [node.reference], limit: limit, further: further)
            .answer(for: node.reference)
    }

    /// Circles of the whole graph, each once, in the order of their first workloads: every workload that never starts is in
    /// one of them, or waits for one. Nil where there is more to look at than `limit`.
    package func circles(limit: Int, further: (UInt32) -> [Dependency] = { _ in [] }) -> [Circle]? {
        let all = references
        let search = CircleSearch(SupposedGraph(self), from: all, limit: limit, further: further)
        return search.circles(of: all)
    }

    /// Those of some workloads that never start. Nil where there is more to look at than `limit`.
    package func held(among workloads: [WorkloadReference], limit: Int) -> Set<WorkloadReference>? {
        CircleSearch(SupposedGraph(self), from: workloads, limit: limit) { _ in [] }.held(among: workloads)
    }
}
