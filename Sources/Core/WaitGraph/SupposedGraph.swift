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

    /// All parts of a workload, in order.
    func parts(of reference: WorkloadReference) -> [WorkloadNode] {
        var parts = graph.parts(of: reference)
        if let supposed, supposed.reference.isPart(of: reference) {
            parts.removeAll { $0.reference == supposed.reference }
            parts.append(supposed)
        }
        return parts.count > 1 ? parts.sorted { $0.reference < $1.reference } : parts
    }

    /// The Service of that name; nil where it is not known.
    func service(namespace: String, name: String) -> ServiceNode? {
        graph.service(namespace: namespace, name: name)
    }

    /// The Services of a namespace, in no order; nil where there are more to look at than the budget allows.
    func services(in namespace: String, budget: inout Int) -> [ServiceNode]? {
        let found = graph.services(in: namespace, atMost: max(budget, 0))
        budget -= found?.count ?? budget + 1
        return found
    }

    /// Those workloads of a namespace that pass, in order; nil where there are more to look at than the budget allows.
    func workloads(
        in namespace: String, budget: inout Int, where passes: (WorkloadNode) -> Bool
    ) -> [WorkloadNode]? {
        choose(from: graph.workloads(in: namespace, atMost: max(budget, 0)), in: namespace, &budget, passes)
    }

    /// The workloads behind a Service, in order; nil where there are more to look at than the budget allows.
    func backers(of service: ServiceNode, budget: inout Int) -> [WorkloadNode]? {
        choose(from: graph.candidates(for: service, atMost: max(budget, 0)), in: service.namespace, &budget) {
            service.selects($0.podLabels)
        }
    }

    private func choose(
        from known: [WorkloadNode]?, in namespace: String, _ budget: inout Int, _ passes: (WorkloadNode) -> Bool
    ) -> [WorkloadNode]? {
        guard let known else {
            budget = -1
            return nil
        }
        budget -= known.count
        var chosen = known.filter { $0.reference != supposed?.reference && passes($0) }
        // What is supposed need not be among those that the graph finds by what is known.
        if let supposed, supposed.reference.namespace == namespace {
            budget -= 1
            if passes(supposed) { chosen.append(supposed) }
        }
        guard budget >= 0 else { return nil }
        return chosen.count > 1 ? chosen.sorted { $0.reference < $1.reference } : chosen
    }
}
