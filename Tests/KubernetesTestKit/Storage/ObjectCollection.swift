/// The objects of one resource, and the changes of the near past.
struct ObjectCollection: Sendable {
    private var objects: [ObjectKey: StoredObject] = [:]
    /// The objects in list order; nil after a change.
    private var ordered: [StoredObject]?
    private var history: [StoredEvent] = []
    private let historyLimit: Int
    /// The oldest version from which every later change is still known.
    private(set) var historyFloor: Int

    /// An empty collection that remembers so many changes, and knows of all of them after `floor`.
    init(historyLimit: Int, floor: Int) {
        self.historyLimit = historyLimit
        historyFloor = floor
    }

    /// The number of objects.
    var count: Int { objects.count }

    /// The object with that key, or nil.
    func object(_ key: ObjectKey) -> StoredObject? { objects[key] }

    /// Puts an object in or in place of its former state.
    mutating func put(_ object: StoredObject, of resource: ResourceDefinition) -> StoredEvent {
        let previous = objects.updateValue(object, forKey: object.key)
        ordered = nil
        return remember(StoredEvent(previous == nil ? .added : .modified, object, of: resource, previous: previous))
    }

    /// Takes an object out; `last` is its last state with the version of the deletion.
    mutating func remove(_ last: StoredObject, of resource: ResourceDefinition) -> StoredEvent {
        let previous = objects.removeValue(forKey: last.key)
        ordered = nil
        return remember(StoredEvent(.deleted, last, of: resource, previous: previous))
    }

    /// Puts an object in and tells nobody: `forgetHistory` must follow.
    mutating func add(_ object: StoredObject) {
        objects[object.key] = object
        ordered = nil
    }

    /// Forgets what changed before a version.
    mutating func forgetHistory(before version: Int) {
        history = []
        historyFloor = version
    }

    /// The objects in list order.
    mutating func sorted() -> [StoredObject] {
        if let ordered { return ordered }
        let sorted = objects.values.map { (path: Array($0.key.path.utf8), object: $0) }
            .sorted { $0.path.lexicographicallyPrecedes($1.path) }
            .map(\.object)
        ordered = sorted
        return sorted
    }

    /// The objects in list order as they were at an older version, which must not be older than the floor.
    mutating func sorted(at version: Int) -> [StoredObject] {
        guard let later = history.last, later.object.resourceVersion > version else { return sorted() }
        var past = objects
        for event in history.reversed() {
            guard event.object.resourceVersion > version else { break }
            past[event.object.key] = event.previous
        }
        return past.keys.sorted().compactMap { past[$0] }
    }

    /// The changes after a version, oldest first; the version must not be older than the floor.
    func changes(after version: Int) -> ArraySlice<StoredEvent> {
        let start = history.reversed().firstIndex { $0.object.resourceVersion <= version }?.base ?? history.startIndex
        return history[start...]
    }

    private mutating func remember(_ event: StoredEvent) -> StoredEvent {
        history.append(event)
        if history.count > historyLimit * 2 {
            let surplus = history.count - historyLimit
            historyFloor = history[surplus - 1].object.resourceVersion
            history.removeFirst(surplus)
        }
        return event
    }
}
