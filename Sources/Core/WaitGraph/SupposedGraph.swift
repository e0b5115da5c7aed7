/// A graph as it would be with one workload in the place of what is known of it; nothing is copied.
struct SupposedGraph {
    private let graph: WaitGraph
    private let supposed: WorkloadNode?

    /// The graph with that workload in it; as it is where that is nil.
    init(_ graph: WaitGraph, supposing supposed: WorkloadNode? = nil) {
        self.graph = graph
        self.supposed = supposed
    }

    /// What is known of a workload, or supposed; nil where it is neither.
    subscript(_ reference: WorkloadReference) -> WorkloadNode? {
        if let supposed, supposed.reference == reference { return supposed }
        return graph[reference]
    }

    /// The Service of that name; nil where it is not known.
    func service(namespace: String, name: String) -> ServiceNode? {
        graph.service(namespace: namespace, name: name)
    }

    /// The names of a namespace's Services, in no order.
    func serviceNames(in namespace: String) -> Set<String> { graph.serviceNames(in: namespace) }

    /// Those workloads of a namespace that pass, in order; nil where there are more to look at than the budget allows.
    func workloads(
        in namespace: String, budget: inout Int, where passes: (WorkloadNode) -> Bool
    ) -> [WorkloadReference]? {
        choose(from: graph.workloads(in: namespace), in: namespace, &budget, passes)
    }

    /// The workloads behind a Service, in order; nil where there are more to look at than the budget allows.
    func backers(of service: ServiceNode, budget: inout Int) -> [WorkloadReference]? {
        choose(from: graph.candidates(for: service), in: service.namespace, &budget) { service.selects($0.podLabels) }
    }

    private func choose(
        from known: Set<WorkloadReference>, in namespace: String, _ budget: inout Int,
        _ passes: (WorkloadNode) -> Bool
    ) -> [WorkloadReference]? {
        // What is supposed need not be among those that the graph finds by what is known.
        let added = supposed.flatMap { known.contains($0.reference) || $0.reference.namespace != namespace ? nil : $0 }
        budget -= known.count + (added == nil ? 0 : 1)
        guard budget >= 0 else { return nil }
        var chosen = known.filter { reference in self[reference].map(passes) ?? false }
        if let added, passes(added) { chosen.insert(added.reference) }
        return chosen.sorted()
    }
}
