import KubernetesClient
import Readiness

/// What is known of the cluster: the objects of the watched collections, and how far each collection can be believed.
///
/// Pure and single-writer: events in, what they touch out.
package struct ObjectCache: Sendable {
    private struct Slot {
        let collection: WatchedCollection
        var state = CacheState.unsynced
        var store: any RecordStoring
        /// Objects that are there and cannot be read: nothing may follow from their absence.
        var unreadable: Set<ObjectName> = []
        /// Those among them that the list has mentioned which is being received.
        var unreadableInList: Set<ObjectName> = []
        /// False for a place that has been given away. No optional: asking one for a field copies all of them.
        var isKept = true
    }

    private var slots: [Slot] = []
    private var free: [CollectionID] = []
    private var ids: [WatchedCollection: CollectionID] = [:]
    /// The memory of finished Jobs; nil for none.
    let memory: (any JobRemembering)?

    /// A cache in which no collection has ever been listed.
    package init(memory: (any JobRemembering)? = nil) {
        self.memory = memory
        _ = id(for: .gatedPods)
    }

    // MARK: Collections

    /// The collection's place; a new one if it has none so far.
    mutating func id(for collection: WatchedCollection) -> CollectionID {
        if let id = ids[collection] { return id }
        let id = free.popLast() ?? CollectionID(slot: Int32(truncatingIfNeeded: slots.count))
        let slot = Slot(collection: collection, store: collection.form.makeStore(isLinked: collection.isLinked))
        if Int(id.slot) == slots.count { slots.append(slot) } else { slots[Int(id.slot)] = slot }
        ids[collection] = id
        return id
    }

    /// The collection's place; nil if nothing is kept of it.
    func find(_ collection: WatchedCollection) -> CollectionID? { ids[collection] }

    /// The collection at a place.
    func collection(_ id: CollectionID) -> WatchedCollection? { slot(id)?.collection }

    /// Gives the place of a collection away, with what is kept of it. Nobody may hold its ID any more.
    mutating func discard(_ id: CollectionID) {
        guard id != .gatedPods, let slot = slot(id) else { return }
        ids[slot.collection] = nil
        slots[Int(id.slot)].isKept = false
        slots[Int(id.slot)].store.removeAll()
        free.append(id)
    }

    // MARK: Reading

    /// How far a collection can be believed.
    func state(of id: CollectionID) -> CacheState { isKept(id) ? slots[Int(id.slot)].state : .unsynced }

    /// The gated pod of that name.
    package func pod(_ name: ObjectName) -> GatedPod? { records(GatedPod.self, of: .gatedPods)?[name] }

    /// The pod of that name, of those that are watched one by one. How its containers stand is only told by a current watch.
    func strayPod(_ name: ObjectName) -> GatedPod? {
        guard let id = find(.pod(name)), let pod = records(GatedPod.self, of: id)?[name] else { return nil }
        return state(of: id).isTrusted ? pod : pod.withoutStates
    }

    /// The records of a collection; nil if it is not there, or its records are others.
    func records<Record: WatchedRecord>(_ type: Record.Type, of id: CollectionID) -> RecordStore<Record>? {
        slot(id)?.store as? RecordStore<Record>
    }

    /// The objects of a collection that are there and cannot be read.
    func unreadable(in id: CollectionID) -> Set<ObjectName> { slot(id)?.unreadable ?? [] }

    /// The names of the objects of a collection in one namespace.
    func names(in id: CollectionID, namespace: String) -> [String] {
        slot(id)?.store.names(inNamespace: namespace) ?? []
    }

    /// How many objects of a collection are kept.
    func count(of id: CollectionID) -> Int { slot(id)?.store.count ?? 0 }

    // MARK: Writing

    /// Takes one event, and adds to `touched` what has to be judged again.
    ///
    /// While a collection is not current its objects touch nothing: they are judged together once it is.
    mutating func apply(_ event: ReflectorEvent<DecodedObject>, of id: CollectionID, touched: inout Touched) {
        guard isKept(id) else { return }
        switch event {
        case .listing:
            slots[Int(id.slot)].store.beginList()
            slots[Int(id.slot)].unreadableInList = []
            if state(of: id) == .current { change(id, to: .relisting, &touched) }
        case .applied(.record(let object)):
            // Before the call, which would take a copy of the cache first and have the store copied to change it.
            let tells = state(of: id).isTrusted
            let change = slots[Int(id.slot)].store.apply(object, tells: tells)
            touch(change, in: id, &touched)
            mark(object.objectName, isReadable: true, in: id, &touched)
        case .deleted(let object):
            let change = slots[Int(id.slot)].store.remove(object.name)
            touch(change, in: id, &touched)
            mark(object.name, isReadable: true, in: id, &touched)
        case .applied(.unreadable(let name, _)):
            let change = slots[Int(id.slot)].store.remove(name)
            touch(change, in: id, &touched)
            mark(name, isReadable: false, in: id, &touched)
        case .listed:
            slots[Int(id.slot)].store.endList()
            let mentioned = slot(id)?.unreadableInList ?? []
            slots[Int(id.slot)].unreadable = mentioned
        case .current:
            change(id, to: .current, &touched)
        case .interrupted(let reason):
            change(id, to: .interrupted(reason), &touched)
        case .forbidden(let rule):
            change(id, to: .forbidden(rule), &touched)
        }
    }

    /// Forgets what a collection holds, as it is no longer watched.
    mutating func forget(_ id: CollectionID, touched: inout Touched) {
        slots[Int(id.slot)].store.removeAll()
        slots[Int(id.slot)].unreadable = []
        change(id, to: .unsynced, &touched)
    }

    // MARK: Parts

    /// Whether anything is kept of the collection. Once for each object of a list, so nothing is copied.
    private func isKept(_ id: CollectionID) -> Bool {
        slots.indices.contains(Int(id.slot)) && slots[Int(id.slot)].isKept
    }

    private func slot(_ id: CollectionID) -> Slot? { isKept(id) ? slots[Int(id.slot)] : nil }

    private mutating func change(_ id: CollectionID, to state: CacheState, _ touched: inout Touched) {
        guard slot(id) != nil, self.state(of: id) != state else { return }
        slots[Int(id.slot)].state = state
        touched.collections.insert(id)
        if let pod = slot(id)?.collection.strayPod { touched.pods.insert(pod) }
    }

    /// Notes whether an object can be read. Whom it concerns is not known, as its labels are not.
    private mutating func mark(_ name: ObjectName, isReadable: Bool, in id: CollectionID, _ touched: inout Touched) {
        let hasChanged: Bool
        if isReadable {
            guard
                !slots[Int(id.slot)].unreadable.isEmpty || !slots[Int(id.slot)].unreadableInList.isEmpty
            else { return }
            slots[Int(id.slot)].unreadableInList.remove(name)
            hasChanged = slots[Int(id.slot)].unreadable.remove(name) != nil
        } else {
            slots[Int(id.slot)].unreadableInList.insert(name)
            hasChanged = slots[Int(id.slot)].unreadable.insert(name).inserted
        }
        if hasChanged, state(of: id).isTrusted, id != .gatedPods { touched.collections.insert(id) }
    }

    private func touch(_ change: RecordChange?, in id: CollectionID, _ touched: inout Touched) {
        guard let change, state(of: id).isTrusted, let slot = slot(id) else { return }
        let records = [change.old, change.new].compactMap { $0 }
        if slot.collection.form == .gatedPod {
            touched.pods.formUnion(records.map(\.objectName))
        } else if !slot.collection.isWhole {
            touched.contents.insert(id)
            for case let pod as PodRecord in records { touched.nodes.insert(pod.nodeName) }
        } else if slot.collection.form == .endpointSlice {
            for case .owner(let service) in records.flatMap(\.links) { touchEndpoints(of: service, in: id, &touched) }
        } else {
            for record in records { touch(record, in: id, &touched) }
        }
    }

    private func touch(_ record: any WatchedRecord, in id: CollectionID, _ touched: inout Touched) {
        let name = record.objectName
        touched.objects.insert(Touched.Object(collection: id, name: name))
        touched.labels.insert(
            Touched.Labels(collection: id, namespace: name.namespace, labels: record.selectableLabels))
    }

    /// A Service's endpoints concern those who name it, and those who choose it by its labels.
    private func touchEndpoints(of service: ObjectName, in id: CollectionID, _ touched: inout Touched) {
        touched.objects.insert(Touched.Object(collection: id, name: service))
        guard let services = find(.services), let record = records(ServiceRecord.self, of: services)?[service] else {
            return
        }
        touched.labels.insert(
            Touched.Labels(collection: services, namespace: service.namespace, labels: record.selectableLabels))
    }
}
