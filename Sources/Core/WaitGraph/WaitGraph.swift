package import Dependencies
import Readiness

/// Workloads and Services of a cluster, or of a set of manifests: what waits for what, and what is backed by what.
///
/// A value, kept up to date by whoever knows of changes; each change costs as much as the object has labels. Only
/// `answer` and `circles` search, and each search is bounded. Made for tens of thousands of both: a workload costs some
/// hundred bytes beside its names and labels.
package struct WaitGraph: Sendable {
    private var workloads = HashedSlots<WorkloadNode>()
    private var services = HashedSlots<ServiceNode>()
    private var workloadsByLabel = SlotIndex()
    private var workloadsByNamespace = SlotIndex()
    private var servicesByNamespace = SlotIndex()

    /// A graph of nothing.
    package init() {}

    /// All workloads, in order.
    package var references: [WorkloadReference] { workloads.all.map(\.reference).sorted() }

    // MARK: Keeping it up to date

    /// Puts a workload in, in place of what was known of it.
    ///
    /// - Returns: its number, which is no other's until it is removed.
    @discardableResult
    package mutating func set(_ workload: WorkloadNode) -> UInt32 {
        let reference = workload.reference
        if let slot = number(of: reference) {
            let known = workloads[slot]?.podLabels ?? PackedLabels()
            workloads.replace(slot, with: workload)
            guard known != workload.podLabels else { return slot }
            for label in known.all { workloadsByLabel.remove(slot, Self.number(reference.namespace, label)) }
            for label in workload.podLabels.all {
                workloadsByLabel.insert(slot, Self.number(reference.namespace, label))
            }
            return slot
        }
        let slot = workloads.insert(workload, hash: Self.hash(reference))
        workloadsByNamespace.insert(slot, reference.namespace.hashValue)
        for label in workload.podLabels.all { workloadsByLabel.insert(slot, Self.number(reference.namespace, label)) }
        return slot
    }

    /// Notes how the pods stand of the workload of that number, and what they wait for.
    package mutating func change(_ number: UInt32, startedPods: Int, waits: [Dependency]) {
        guard var workload = workloads[number] else { return }
        workload.startedPods = startedPods
        workload.waits = waits
        workloads.replace(number, with: workload)
    }

    /// Forgets a workload.
    package mutating func remove(_ reference: WorkloadReference) {
        guard let slot = number(of: reference), let known = workloads[slot] else { return }
        workloads.remove(slot, hash: Self.hash(reference))
        workloadsByNamespace.remove(slot, reference.namespace.hashValue)
        for label in known.podLabels.all { workloadsByLabel.remove(slot, Self.number(reference.namespace, label)) }
    }

    /// Puts a Service in, in place of what was known of it.
    package mutating func set(_ service: ServiceNode) {
        if let slot = slot(ofService: service.name, service.namespace) {
            services.replace(slot, with: service)
        } else {
            let slot = services.insert(service, hash: Self.hash(service.name, service.namespace))
            servicesByNamespace.insert(slot, service.namespace.hashValue)
        }
    }

    /// Forgets a Service.
    package mutating func removeService(namespace: String, name: String) {
        guard let slot = slot(ofService: name, namespace) else { return }
        services.remove(slot, hash: Self.hash(name, namespace))
        servicesByNamespace.remove(slot, namespace.hashValue)
    }

    /// Forgets the Services that are not to be kept.
    package mutating func keepServices(where isKept: (ServiceNode) -> Bool) {
        for service in Array(services.all) where !isKept(service) {
            removeService(namespace: service.namespace, name: service.name)
        }
    }

    /// How many workloads and Services there are.
    package var counts: (workloads: Int, services: Int) { (workloads.count, services.count) }

    // MARK: Looking up

    /// The number of a workload, or of that part of it; nil where it is not known.
    package func number(of reference: WorkloadReference) -> UInt32? {
        workloads.find(hash: Self.hash(reference)) { $0.reference == reference }
    }

    /// The workload of that number; nil where there is none.
    package subscript(number number: UInt32) -> WorkloadNode? { workloads[number] }

    /// What is known of a workload, or of that part of it; nil where it is not known.
    package subscript(_ reference: WorkloadReference) -> WorkloadNode? {
        number(of: reference).flatMap { workloads[$0] }
    }

    /// What is known of all parts of a workload, in no order.
    package func parts(of reference: WorkloadReference) -> [WorkloadNode] {
        var parts: [WorkloadNode] = []
        workloads.forEach(hash: Self.hash(reference)) { _, workload in
            if workload.reference.isPart(of: reference) { parts.append(workload) }
            return true
        }
        return parts
    }

    /// The Service of that name; nil where it is not known.
    package func service(namespace: String, name: String) -> ServiceNode? {
        slot(ofService: name, namespace).flatMap { services[$0] }
    }

    /// The Services of a namespace, in no order; nil where they are more than that.
    func services(in namespace: String, atMost limit: Int) -> [ServiceNode]? {
        guard servicesByNamespace.count(namespace.hashValue) <= limit else { return nil }
        return servicesByNamespace.slots(namespace.hashValue).compactMap { services[$0] }
            .filter { $0.namespace == namespace }
    }

    /// The workloads of a namespace, in no order; nil where they are more than that.
    func workloads(in namespace: String, atMost limit: Int) -> [WorkloadNode]? {
        guard workloadsByNamespace.count(namespace.hashValue) <= limit else { return nil }
        return workloadsByNamespace.slots(namespace.hashValue).compactMap { workloads[$0] }
            .filter { $0.reference.namespace == namespace }
    }

    /// The fewest workloads that a look at one label of a Service's selector leaves: all that it selects are among them.
    /// Nil where they are more than that.
    func candidates(for service: ServiceNode, atMost limit: Int) -> [WorkloadNode]? {
        var fewest: (number: Int, count: Int)?
        for label in service.selector.all {
            let number = Self.number(service.namespace, label)
            let count = workloadsByLabel.count(number)
            if count < fewest?.count ?? .max { fewest = (number, count) }
        }
        guard let fewest else { return [] }
        guard fewest.count <= limit else { return nil }
        return workloadsByLabel.slots(fewest.number).compactMap { workloads[$0] }
            .filter { $0.reference.namespace == service.namespace }
    }

    // MARK: Parts

    private func slot(ofService name: String, _ namespace: String) -> UInt32? {
        services.find(hash: Self.hash(name, namespace)) { $0.name == name && $0.namespace == namespace }
    }

    /// The same for all parts of a workload.
    private static func hash(_ reference: WorkloadReference) -> Int {
        var hasher = Hasher()
        hasher.combine(reference.kind)
        hasher.combine(reference.name)
        hasher.combine(reference.namespace)
        return hasher.finalize()
    }

    private static func hash(_ name: String, _ namespace: String) -> Int {
        var hasher = Hasher()
        hasher.combine(name)
        hasher.combine(namespace)
        return hasher.finalize()
    }

    /// Stands for one label of the pods of a namespace; that others may have the same number costs a second look.
    private static func number(_ namespace: String, _ label: (key: String, value: String)) -> Int {
        var hasher = Hasher()
        hasher.combine(namespace)
        hasher.combine(label.key)
        hasher.combine(label.value)
        return hasher.finalize()
    }
}
