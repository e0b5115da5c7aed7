import KubernetesClient
import Readiness

/// The records of one collection, found by name and by what they have in common.
struct RecordStore<Record: WatchedRecord>: RecordStoring {
    private var objects = ObjectStore<Record>()
    private var linked: [RecordLink: Linked] = [:]
    private let isLinked: Bool

    /// Names of objects of one namespace; there is mostly one.
    private enum Linked: Sendable {
        case one(String)
        case many(Set<String>)
    }

    /// An empty store; without links its records are found by name alone.
    init(isLinked: Bool) { self.isLinked = isLinked }

    /// How many objects there are.
    var count: Int { objects.count }

    /// The record of that name.
    subscript(name: ObjectName) -> Record? { objects[name.namespace, name.name] }

    /// The records that have this link, which are all of that namespace.
    func records(_ link: RecordLink, in namespace: String) -> [Record] {
        switch linked[link] {
        case nil: []
        case .one(let name): [objects[namespace, name]].compactMap { $0 }
        case .many(let names): names.compactMap { objects[namespace, $0] }
        }
    }

    /// All records.
    var all: [Record] {
        var found: [Record] = []
        found.reserveCapacity(objects.count)
        objects.forEach { _, _, record in found.append(record) }
        return found
    }

    /// The records of one namespace that `isWanted` chooses.
    func records(inNamespace namespace: String, where isWanted: (Record) -> Bool = { _ in true }) -> [Record] {
        var found: [Record] = []
        objects.forEach(inNamespace: namespace) { _, record in
            if isWanted(record) { found.append(record) }
        }
        return found
    }

    /// Whether `isWanted` chooses a record of one namespace.
    func contains(inNamespace namespace: String, where isWanted: (Record) -> Bool) -> Bool {
        objects.contains(inNamespace: namespace, where: isWanted)
    }

    /// The names of the objects of one namespace.
    func names(inNamespace namespace: String) -> [String] {
        var names: [String] = []
        objects.forEach(inNamespace: namespace) { name, _ in names.append(name) }
        return names
    }

    // MARK: Writing

    /// Keeps the newest state of an object. Specialized for the kinds of which there are many: called through the
    /// protocol it would otherwise look up at run time how each field is copied.
    @specialized(where Record == PodRecord)
    @specialized(where Record == GatedPod)
    @specialized(where Record == EndpointSliceRecord)
    @specialized(where Record == JobRecord)
    mutating func apply(_ record: any WatchedRecord, tells: Bool) -> RecordChange? {
        guard let record = record as? Record else { return nil }
        let old = objects.apply(record, namespace: record.namespace, name: record.name)
        guard old != record else { return nil }
        if isLinked { relink(record.name, from: old?.links ?? [], to: record.links) }
        return tells ? RecordChange(old: old, new: record) : nil
    }

    /// Forgets an object.
    mutating func remove(_ name: ObjectName) -> RecordChange? {
        guard let old = objects.remove(namespace: name.namespace, name: name.name) else { return nil }
        relink(name.name, from: old.links, to: [])
        return RecordChange(old: old, new: nil)
    }

    /// A full list begins.
    mutating func beginList() { objects.beginList() }

    /// The list is complete: forgets what it did not mention.
    @specialized(where Record == PodRecord)
    @specialized(where Record == GatedPod)
    @specialized(where Record == EndpointSliceRecord)
    @specialized(where Record == JobRecord)
    mutating func endList() {
        for gone in objects.endList() { relink(gone.record.name, from: gone.record.links, to: []) }
    }

    /// Forgets everything.
    mutating func removeAll() {
        objects.removeAll()
        linked.removeAll()
    }

    private mutating func relink(_ name: String, from old: [RecordLink], to new: [RecordLink]) {
        guard isLinked, old != new else { return }
        for link in old where !new.contains(link) { unlink(name, link) }
        for link in new where !old.contains(link) {
            switch linked.removeValue(forKey: link) {
            case nil: linked[link] = .one(name)
            case .one(let other): linked[link] = .many([other, name])
            case .many(var names):
                names.insert(name)
                linked[link] = .many(names)
            }
        }
    }

    private mutating func unlink(_ name: String, _ link: RecordLink) {
        guard case .many(var names) = linked.removeValue(forKey: link) else { return }
        names.remove(name)
        if !names.isEmpty { linked[link] = .many(names) }
    }
}
