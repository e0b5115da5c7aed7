import KubernetesClient
import Readiness

/// One object before and after an event; nil for one that was not there, or is not there any more.
struct RecordChange {
    /// What was kept before.
    let old: (any WatchedRecord)?
    /// What is kept now.
    let new: (any WatchedRecord)?
}

/// The records of one collection, whatever they are.
protocol RecordStoring: Sendable {
    /// How many objects there are.
    var count: Int { get }
    /// Keeps the newest state of an object.
    ///
    /// - Returns: what has changed; nil if nothing has, or the record is of another form than the store.
    mutating func apply(_ record: any WatchedRecord) -> RecordChange?
    /// Forgets an object.
    ///
    /// - Returns: what has changed; nil for an object that was not known.
    mutating func remove(_ name: ObjectName) -> RecordChange?
    /// A full list begins.
    mutating func beginList()
    /// The list is complete: forgets what it did not mention.
    mutating func endList()
    /// Forgets everything.
    mutating func removeAll()
    /// The names of the objects of one namespace.
    func names(inNamespace namespace: String) -> [String]
}

/// The records of one collection.
struct RecordStore<Record: WatchedRecord>: RecordStoring {
    /// The records, by name.
    private(set) var objects = ObjectStore<Record>()
    private var namesByOwner: [ObjectName: Set<String>] = [:]

    var count: Int { objects.count }

    /// The record of that name.
    subscript(name: ObjectName) -> Record? { objects[name.namespace, name.name] }

    /// The records with that owner.
    func records(of owner: ObjectName) -> [Record] {
        namesByOwner[owner]?.compactMap { objects[owner.namespace, $0] } ?? []
    }

    /// The records of one namespace that `isWanted` chooses.
    func records(inNamespace namespace: String, where isWanted: (Record) -> Bool = { _ in true }) -> [Record] {
        var found: [Record] = []
        objects.forEach(inNamespace: namespace) { _, record in
            if isWanted(record) { found.append(record) }
        }
        return found
    }

    func names(inNamespace namespace: String) -> [String] {
        var names: [String] = []
        objects.forEach(inNamespace: namespace) { name, _ in names.append(name) }
        return names
    }

    mutating func apply(_ record: any WatchedRecord) -> RecordChange? {
        guard let record = record as? Record else { return nil }
        let name = record.objectName
        let old = objects.apply(record, namespace: name.namespace, name: name.name)
        guard old != record else { return nil }
        if old?.owner != record.owner {
            unlink(old, name)
            if let owner = record.owner { namesByOwner[owner, default: []].insert(name.name) }
        }
        return RecordChange(old: old, new: record)
    }

    mutating func remove(_ name: ObjectName) -> RecordChange? {
        guard let old = objects.remove(namespace: name.namespace, name: name.name) else { return nil }
        unlink(old, name)
        return RecordChange(old: old, new: nil)
    }

    mutating func beginList() { objects.beginList() }

    mutating func endList() {
        for gone in objects.endList() { unlink(gone.record, gone.record.objectName) }
    }

    mutating func removeAll() {
        objects.removeAll()
        namesByOwner.removeAll()
    }

    private mutating func unlink(_ record: Record?, _ name: ObjectName) {
        guard let owner = record?.owner else { return }
        namesByOwner[owner]?.remove(name.name)
        if namesByOwner[owner]?.isEmpty == true { namesByOwner[owner] = nil }
    }
}
