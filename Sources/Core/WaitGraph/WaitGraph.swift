package import Dependencies
import Readiness

/// Workloads and Services of a cluster, or of a set of manifests: what waits for what, and what is backed by what.
///
/// A value, kept up to date by whoever knows of changes; each change costs as much as the object has labels, and a workload
/// that comes, goes or gets other labels as much as the Services that look for it by one of them. Only
/// `answer` and `circles` search, and each search is bounded. Made for tens of thousands of both: a workload costs some
/// hundred bytes beside its names and labels.
package struct WaitGraph: Sendable {
    /// To look at so many workloads costs less than to ask whether another label leaves fewer.
    private static let fewEnough = 2

    private var workloads = HashedSlots<WorkloadNode>()
    private var services = HashedSlots<BackedService>()
    private var workloadsByLabel = SlotIndex()
    private var workloadsByNamespace = SlotIndex()
    private var servicesByNamespace = SlotIndex()
    private var servicesByLabel = SlotIndex()

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
            takePods(with: known, of: slot, in: reference.namespace)
            addPods(with: workload.podLabels, of: slot, in: reference.namespace)
            return slot
        }
        let slot = workloads.insert(workload, hash: Self.hash(reference))
        workloadsByNamespace.insert(slot, reference.namespace.hashValue)
        addPods(with: workload.podLabels, of: slot, in: reference.namespace)
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
        workloads.remove(slot)
        workloadsByNamespace.remove(slot, reference.namespace.hashValue)
        takePods(with: known.podLabels, of: slot, in: reference.namespace)
    }

    /// Puts a Service in, in place of what was known of it.
    package mutating func set(_ service: ServiceNode) {
        guard let slot = number(ofService: service.name, in: service.namespace), let known = services[slot] else {
            let backed = backed(service)
            let slot = services.insert(backed, hash: Self.hash(service.name, service.namespace))
            servicesByNamespace.insert(slot, service.namespace.hashValue)
            move(slot, from: nil, to: backed.place)
            return
        }
        let isSelectorSame = known.node.selector == service.selector
        let backed =
            isSelectorSame
            ? BackedService(node: service, backers: known.backers, place: known.place) : backed(service)
        services.replace(slot, with: backed)
        move(slot, from: known.place, to: backed.place)
    }

    /// Forgets a Service.
    package mutating func removeService(namespace: String, name: String) {
        guard let slot = number(ofService: name, in: namespace), let known = services[slot] else { return }
        services.remove(slot)
        servicesByNamespace.remove(slot, namespace.hashValue)
        move(slot, from: known.place, to: nil)
    }

    /// Forgets the Services that are not to be kept.
    package mutating func keepServices(where isKept: (ServiceNode) -> Bool) {
        for service in services.all.map(\.node) where !isKept(service) {
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

    /// What `body` takes of the workload of that number; nil where there is none.
    func read<Result>(_ number: UInt32, _ body: (WorkloadNode) -> Result) -> Result? { workloads.read(number, body) }

    /// Calls `body` for what is known of each part of a workload, in no order.
    func forEachPart(of reference: WorkloadReference, _ body: (_ number: UInt32, _ part: WorkloadNode) -> Void) {
        workloads.forEach(hash: Self.hash(reference)) { number, workload in
            if workload.reference.isPart(of: reference) { body(number, workload) }
            return true
        }
    }

    /// The number of a Service; nil where it is not known.
    func number(ofService name: String, in namespace: String) -> UInt32? {
        services.find(hash: Self.hash(name, namespace)) { $0.node.name == name && $0.node.namespace == namespace }
    }

    /// What `body` takes of the Service of that number; nil where there is none.
    func read<Result>(service number: UInt32, _ body: (BackedService) -> Result) -> Result? {
        services.read(number, body)
    }

    /// The numbers of Services, among them all of a namespace.
    func services(in namespace: String) -> SlotIndex.Slots { servicesByNamespace[namespace.hashValue] }

    /// The numbers of workloads, among them all of a namespace.
    func workloads(in namespace: String) -> SlotIndex.Slots { workloadsByNamespace[namespace.hashValue] }

    /// The numbers of workloads, among them all of a namespace whose pods have these labels.
    func candidates(for labels: PackedLabels, in namespace: String) -> SlotIndex.Slots {
        var fewest: SlotIndex.Slots?
        Self.forEachNumber(namespace, labels) { number in
            let slots = workloadsByLabel[number]
            if slots.count < fewest?.count ?? .max { fewest = slots }
            return slots.count > Self.fewEnough
        }
        return fewest ?? workloads(in: namespace)
    }

    /// The numbers of the Services of a namespace that select pods with these labels, in no order.
    func services(selecting labels: PackedLabels, in namespace: String) -> [UInt32] {
        var found: [UInt32] = []
        Self.forEachNumber(namespace, labels) { number in
            for slot in servicesByLabel[number] where !found.contains(slot) {
                let isSelecting = services.read(slot) { $0.node.selects(labels, in: namespace) }
                if isSelecting == true { found.append(slot) }
            }
            return true
        }
        return found
    }

    // MARK: Who is behind which Service

    private mutating func addPods(with labels: PackedLabels, of slot: UInt32, in namespace: String) {
        for number in Self.numbers(namespace, labels) { workloadsByLabel.insert(slot, number) }
        changeBackers(ofPodsWith: labels, in: namespace) { $0.append(slot) }
    }

    private mutating func takePods(with labels: PackedLabels, of slot: UInt32, in namespace: String) {
        for number in Self.numbers(namespace, labels) { workloadsByLabel.remove(slot, number) }
        changeBackers(ofPodsWith: labels, in: namespace) { $0.removeAll { $0 == slot } }
    }

    private mutating func changeBackers(
        ofPodsWith labels: PackedLabels, in namespace: String, _ change: (inout [UInt32]) -> Void
    ) {
        for number in services(selecting: labels, in: namespace) {
            guard var service = services[number] else { continue }
            change(&service.backers)
            services.replace(number, with: service)
        }
    }

    /// A Service with those that are behind it now, to be looked for under the label that the fewest others stand under.
    private func backed(_ service: ServiceNode) -> BackedService {
        guard !service.selector.isEmpty else { return BackedService(node: service, backers: [], place: nil) }
        let backers = candidates(for: service.selector, in: service.namespace).filter { number in
            workloads.read(number) { service.selects($0.podLabels, in: $0.reference.namespace) } == true
        }
        let places = Self.numbers(service.namespace, service.selector)
        let place = places.min { servicesByLabel[$0].count < servicesByLabel[$1].count }
        return BackedService(node: service, backers: backers, place: place)
    }

    /// Has a Service looked for under another label than before.
    private mutating func move(_ service: UInt32, from before: Int?, to place: Int?) {
        guard before != place else { return }
        if let before { servicesByLabel.remove(service, before) }
        if let place { servicesByLabel.insert(service, place) }
    }

    // MARK: Parts

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

    /// Calls `body` for a number that stands for each label of the pods of a namespace, until it says that it has seen
    /// enough. That others may have the same number costs a second look.
    private static func forEachNumber(_ namespace: String, _ labels: PackedLabels, _ body: (Int) -> Bool) {
        var hasher = Hasher()
        hasher.combine(namespace)
        labels.forEachHash(after: hasher, body)
    }

    private static func numbers(_ namespace: String, _ labels: PackedLabels) -> [Int] {
        var numbers: [Int] = []
        forEachNumber(namespace, labels) { number in
            numbers.append(number)
            return true
        }
        return numbers
    }
}
