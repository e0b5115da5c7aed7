package import Dependencies
import Readiness
package import WaitGraph

/// What waits for what in a cluster, kept up to date by what watches tell of its pods and Services.
///
/// Of pods only their number is kept for each part of a workload, and what they wait for; how many a workload is to have
/// nobody tells, so each may have more. A change costs as much as the object has labels.
package struct LiveWorkloads: Sendable {
    /// Whose news it is: no pod is in both watches, but for the moment in which its label changes.
    package enum Source: CaseIterable, Hashable, Sendable {
        /// The pods with our label.
        case gated
        /// All others.
        case ungated
    }

    private var graph = WaitGraph()
    private var gated = PodTable()
    private var ungated = PodTable()
    private var variants: [UInt32: WaitVariants] = [:]
    private var mentioned: Set<ServiceName>?
    private var areServicesListed = false

    private struct ServiceName: Hashable {
        let namespace: String
        let name: String
    }

    /// Nothing is known.
    package init() {}

    /// Whether all pods and all Services have been listed once: before that a Service may have backers of which nobody
    /// has heard.
    package var isKnown: Bool { gated.isListed && ungated.isListed && areServicesListed }

    /// How many there are of each: parts of workloads, Services, and pods.
    package var counts: (workloads: Int, services: Int, pods: Int) {
        let counts = graph.counts
        return (counts.workloads, counts.services, gated.count + ungated.count)
    }

    // MARK: Pods

    /// A full list of pods begins.
    package mutating func beginList(_ source: Source) {
        switch source {
        case .gated: gated.beginList()
        case .ungated: ungated.beginList()
        }
    }

    /// Takes a pod as it is now.
    package mutating func apply(_ pod: LivePod, _ source: Source) {
        guard !pod.isBeingDeleted else {
            remove(pod.namespace, pod.name, source)
            return
        }
        let place = add(pod)
        let before =
            switch source {
            case .gated: gated.set(place, pod.namespace, pod.name)
            case .ungated: ungated.set(place, pod.namespace, pod.name)
            }
        if let before { take(before) }
    }

    /// Forgets a pod.
    package mutating func remove(_ namespace: String, _ name: String, _ source: Source) {
        let before =
            switch source {
            case .gated: gated.remove(namespace, name)
            case .ungated: ungated.remove(namespace, name)
            }
        if let before { take(before) }
    }

    /// The full list of pods is complete: what it did not mention is gone.
    package mutating func endList(_ source: Source) {
        let gone =
            switch source {
            case .gated: gated.endList()
            case .ungated: ungated.endList()
            }
        for place in gone { take(place) }
    }

    private mutating func add(_ pod: LivePod) -> PodTable.Place {
        let number =
            graph.number(of: pod.workload)
            ?? graph.set(
                WorkloadNode(
                    pod.workload, labels: nil, podLabels: pod.labels, pods: pod.workload.kind == .pod ? 1 : nil,
                    startedPods: 0, waits: []))
        var variant: UInt16?
        if case .waiting(let waits) = pod.standing { variant = variants[number, default: WaitVariants()].add(waits) }
        let place = PodTable.Place(workload: number, variant: variant)
        count(place, by: 1)
        return place
    }

    private mutating func take(_ place: PodTable.Place) {
        if let variant = place.variant { variants[place.workload]?.take(variant) }
        count(place, by: -1)
    }

    /// Has the graph know of one pod more or less.
    private mutating func count(_ place: PodTable.Place, by change: Int) {
        guard let workload = graph[number: place.workload] else { return }
        let started = workload.startedPods + (place.variant == nil ? change : 0)
        if variants[place.workload]?.isEmpty == true { variants[place.workload] = nil }
        let waiting = variants[place.workload]
        if started <= 0, waiting == nil {
            graph.remove(workload.reference)
        } else {
            graph.change(place.workload, startedPods: started, waits: waiting?.common ?? [])
        }
    }

    // MARK: Services

    /// A full list of Services begins.
    package mutating func beginServices() { mentioned = [] }

    /// Takes a Service as it is now; nil for one that nothing can be behind.
    package mutating func apply(_ service: ServiceNode?, namespace: String, name: String) {
        mentioned?.insert(ServiceName(namespace: namespace, name: name))
        if let service { graph.set(service) } else { graph.removeService(namespace: namespace, name: name) }
    }

    /// Forgets a Service.
    package mutating func removeService(namespace: String, name: String) {
        graph.removeService(namespace: namespace, name: name)
    }

    /// The full list of Services is complete: what it did not mention is gone.
    package mutating func endServices() {
        areServicesListed = true
        guard let mentioned else { return }
        graph.keepServices { mentioned.contains(ServiceName(namespace: $0.namespace, name: $0.name)) }
        self.mentioned = nil
    }

    // MARK: Answers

    /// Whether the pods of a workload could ever start, were it as `node` says, with all that its pods will wait for. Its
    /// pods that are past their waits already are heeded.
    ///
    /// - Parameter further: what policies have pods wait for that such a workload has yet to make.
    package func answer(
        supposing node: WorkloadNode, limit: Int = WaitGraph.usualLimit, further: (WorkloadNode) -> [Dependency]
    ) -> CircleAnswer {
        guard isKnown else { return .notKnown }
        let supposed = WorkloadNode(
            node.reference.part(with: node.podLabels), labels: node.labels, podLabels: node.podLabels,
            pods: node.pods, startedPods: node.startedPods, waits: node.waits)
        return graph.answer(supposing: supposed, limit: limit) { self.further($0, further) }
    }

    /// Whether a gated pod can ever start, with its workload; nil where it is not known.
    package func answer(
        forPod name: String, in namespace: String, limit: Int = WaitGraph.usualLimit,
        further: (WorkloadNode) -> [Dependency]
    ) -> (workload: WorkloadReference, answer: CircleAnswer)? {
        guard let place = gated.place(namespace, name), let workload = graph[number: place.workload]?.reference else {
            return nil
        }
        guard isKnown else { return (workload, .notKnown) }
        return (workload, graph.answer(for: workload, limit: limit) { self.further($0, further) })
    }

    /// Pods that wait have been let in with what they wait for; policies since then are for those to come.
    private func further(_ number: UInt32, _ further: (WorkloadNode) -> [Dependency]) -> [Dependency] {
        guard variants[number] == nil else { return [] }
        return graph[number: number].map(further) ?? []
    }
}
