/// Workloads and Services of a cluster, or of a set of manifests: what waits for what, and what is backed by what.
///
/// A value, kept up to date by whoever knows of changes; each change costs as much as the object has labels. Only
/// `answer` and `circles` search, and each search is bounded.
package struct WaitGraph: Sendable {
    private var workloads: [WorkloadReference: WorkloadNode] = [:]
    private var services: [ObjectKey: ServiceNode] = [:]
    private var workloadsByLabel: [LabelKey: Set<WorkloadReference>] = [:]
    private var workloadsByNamespace: [String: Set<WorkloadReference>] = [:]
    private var servicesByNamespace: [String: Set<String>] = [:]

    /// A graph of nothing.
    package init() {}

    /// All workloads, in order.
    package var references: [WorkloadReference] { workloads.keys.sorted() }

    // MARK: Keeping it up to date

    /// Puts a workload in, in place of what was known of it.
    package mutating func set(_ workload: WorkloadNode) {
        remove(workload.reference)
        workloads[workload.reference] = workload
        let namespace = workload.reference.namespace
        workloadsByNamespace[namespace, default: []].insert(workload.reference)
        for (key, value) in workload.podLabels {
            workloadsByLabel[LabelKey(namespace, key, value), default: []].insert(workload.reference)
        }
    }

    /// Forgets a workload.
    package mutating func remove(_ reference: WorkloadReference) {
        guard let known = workloads.removeValue(forKey: reference) else { return }
        let namespace = reference.namespace
        Self.take(reference, from: &workloadsByNamespace, at: namespace)
        for (key, value) in known.podLabels {
            Self.take(reference, from: &workloadsByLabel, at: LabelKey(namespace, key, value))
        }
    }

    /// Puts a Service in, in place of what was known of it.
    package mutating func set(_ service: ServiceNode) {
        services[ObjectKey(service.namespace, service.name)] = service
        servicesByNamespace[service.namespace, default: []].insert(service.name)
    }

    /// Forgets a Service.
    package mutating func removeService(namespace: String, name: String) {
        services[ObjectKey(namespace, name)] = nil
        Self.take(name, from: &servicesByNamespace, at: namespace)
    }

    private static func take<Key: Hashable, Element: Hashable>(
        _ element: Element, from index: inout [Key: Set<Element>], at key: Key
    ) {
        index[key]?.remove(element)
        if index[key]?.isEmpty == true { index[key] = nil }
    }

    // MARK: Looking up

    /// What is known of a workload; nil where it is not known.
    package subscript(_ reference: WorkloadReference) -> WorkloadNode? { workloads[reference] }

    /// The Service of that name; nil where it is not known.
    package func service(namespace: String, name: String) -> ServiceNode? { services[ObjectKey(namespace, name)] }

    /// The names of a namespace's Services, in no order.
    func serviceNames(in namespace: String) -> Set<String> { servicesByNamespace[namespace] ?? [] }

    /// The workloads of a namespace, in no order.
    func workloads(in namespace: String) -> Set<WorkloadReference> { workloadsByNamespace[namespace] ?? [] }

    /// The fewest workloads that a look at one label of a Service's selector leaves; all that it selects are among them.
    func candidates(for service: ServiceNode) -> Set<WorkloadReference> {
        var fewest: Set<WorkloadReference>?
        for (key, value) in service.selector {
            guard let found = workloadsByLabel[LabelKey(service.namespace, key, value)] else { return [] }
            if found.count < fewest?.count ?? .max { fewest = found }
        }
        return fewest ?? []
    }
}

/// The name of an object in its namespace.
private struct ObjectKey: Hashable, Sendable {
    private let namespace: String
    private let name: String

    init(_ namespace: String, _ name: String) {
        self.namespace = namespace
        self.name = name
    }
}

/// One label of the pods of a namespace.
private struct LabelKey: Hashable, Sendable {
    private let namespace: String
    private let key: String
    private let value: String

    init(_ namespace: String, _ key: String, _ value: String) {
        self.namespace = namespace
        self.key = key
        self.value = value
    }
}
