import Readiness

/// A graph as it would be with one workload in the place of what is known of it; nothing is copied.
///
/// Workloads are known by their numbers here, of which only what is asked for is read: a search comes upon many.
struct SupposedGraph {
    /// The number of the workload that is supposed, which no other has.
    static var supposedNumber: UInt32 { .max }

    private let graph: WaitGraph
    private let supposed: WorkloadNode?
    /// The number of what is known of it.
    private let replaced: UInt32?
    /// The Services behind which it would be.
    private let backed: [UInt32]

    /// The graph with that workload in it; as it is where that is nil. Of the pods of such a workload those that are past
    /// their waits already remain.
    init(_ graph: WaitGraph, supposing supposed: WorkloadNode? = nil) {
        self.graph = graph
        replaced = supposed.flatMap { graph.number(of: $0.reference) }
        backed = supposed.map { graph.services(selecting: $0.podLabels, in: $0.reference.namespace) } ?? []
        let started = replaced.flatMap { graph.read($0) { $0.startedPods } } ?? 0
        self.supposed = supposed.map { node in
            var node = node
            node.startedPods = max(node.startedPods, started)
            return node
        }
    }

    /// The number of a workload; nil where it is neither known nor supposed.
    func number(of reference: WorkloadReference) -> UInt32? {
        if let supposed, supposed.reference == reference { return Self.supposedNumber }
        return graph.number(of: reference)
    }

    /// What `body` takes of a workload; nil where there is none of that number.
    func read<Result>(_ number: UInt32, _ body: (WorkloadNode) -> Result) -> Result? {
        number == Self.supposedNumber ? supposed.map(body) : graph.read(number, body)
    }

    /// All parts of a workload, in no order.
    func parts(of reference: WorkloadReference) -> [Need.Backer] {
        var parts: [Need.Backer] = []
        graph.forEachPart(of: reference) { number, part in
            if number != replaced { parts.append(Need.Backer(number: number, counts: part.counts)) }
        }
        if let supposed, supposed.reference.isPart(of: reference) { parts.append(backer(supposed)) }
        return parts
    }

    /// The number of a Service; nil where it is not known.
    func number(ofService name: String, in namespace: String) -> UInt32? {
        graph.number(ofService: name, in: namespace)
    }

    /// The workloads behind a Service, in no order; nil where there are more to look at than the budget allows.
    func backers(ofService number: UInt32, budget: inout Int) -> [Need.Backer]? {
        graph.read(service: number) { service in
            budget -= service.backers.count
            guard budget >= 0 else { return nil }
            var backers: [Need.Backer] = []
            for backer in service.backers where backer != replaced {
                if let counts = graph.read(backer, { $0.counts }) {
                    backers.append(Need.Backer(number: backer, counts: counts))
                }
            }
            if let supposed, backed.contains(number) { backers.append(self.backer(supposed)) }
            return backers
        } ?? []
    }

    /// The names of the Services of a namespace whose labels pass, in order; nil where there are more to look at than the
    /// budget allows.
    func services(in namespace: String, budget: inout Int, where passes: (PackedLabels) -> Bool) -> [String]? {
        let known = graph.services(in: namespace)
        budget -= known.count
        guard budget >= 0 else { return nil }
        return known.compactMap { number in
            graph.read(service: number) { service in
                service.node.namespace == namespace && passes(service.node.labels) ? service.node.name : nil
            } ?? nil
        }.sorted()
    }

    /// Those workloads of a namespace that pass, in no order; nil where there are more to look at than the budget allows.
    func workloads(
        in namespace: String, budget: inout Int, where passes: (WorkloadNode) -> Bool
    ) -> [Need.Backer]? {
        choose(from: graph.workloads(in: namespace), in: namespace, &budget, passes)
    }

    /// Those workloads of a namespace, in no order, whose pods have all those labels and that pass; nil where there
    /// are more to look at than the budget allows.
    func workloads(
        in namespace: String, withPods labels: PackedLabels, budget: inout Int, where passes: (WorkloadNode) -> Bool
    ) -> [Need.Backer]? {
        let candidates = graph.candidates(for: labels, in: namespace)
        return choose(from: candidates, in: namespace, &budget) { $0.podLabels.contains(labels) && passes($0) }
    }

    private func choose(
        from known: SlotIndex.Slots, in namespace: String, _ budget: inout Int, _ passes: (WorkloadNode) -> Bool
    ) -> [Need.Backer]? {
        budget -= known.count
        guard budget >= 0 else { return nil }
        var chosen: [Need.Backer] = []
        for number in known where number != replaced {
            let counts = graph.read(number) { workload in
                workload.reference.namespace == namespace && passes(workload) ? workload.counts : nil
            }
            if let counts = counts ?? nil { chosen.append(Need.Backer(number: number, counts: counts)) }
        }
        // What is supposed need not be among those that the graph finds by what is known.
        if let supposed, supposed.reference.namespace == namespace {
            budget -= 1
            if passes(supposed) { chosen.append(backer(supposed)) }
        }
        return budget >= 0 ? chosen : nil
    }

    private func backer(_ supposed: WorkloadNode) -> Need.Backer {
        Need.Backer(number: Self.supposedNumber, counts: supposed.counts)
    }
}
