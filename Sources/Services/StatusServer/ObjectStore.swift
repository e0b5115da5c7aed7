/// What is kept of the objects of one collection: a compact map from (namespace, name) to a record of the few fields
/// that the rules read. One writer, no locks.
///
/// Beside the record an object costs its name, at most 24 bytes of links, and 11 to 22 bytes in the index. The objects of a
/// namespace are linked, so walking one namespace does not touch the others.
struct ObjectStore<Record> {
    private var slots = ObjectSlots<Record>()
    private var index = ObjectIndex()
    private var namespaces: [Namespace] = []
    private var namespaceNumbers: [String: UInt32] = [:]
    private var freeNamespaces: [UInt32] = []
    /// The number of the full list that is being, or was last, received.
    private var list: UInt32 = 0

    /// How many objects there are.
    private(set) var count = 0
    /// Whether a full list has ever been completed: before that, a missing object proves nothing.
    private(set) var isSynced = false

    private struct Namespace {
        var name: String
        var first: UInt32
        var count: Int
    }

    /// A store that has never been listed: what is missing in it proves nothing.
    init() {}

    // MARK: Reading

    /// The record of an object; the namespace of an object without one is the empty string.
    subscript(namespace: String, name: String) -> Record? {
        guard let slot = find(namespace, name)?.slot else { return nil }
        return slots[slot].record
    }

    /// Calls `body` with every object of one namespace, in no particular order.
    func forEach(inNamespace namespace: String, _ body: (_ name: String, _ record: Record) -> Void) {
        guard let number = namespaceNumbers[namespace] else { return }
        var slot = namespaces[Int(number)].first
        while slot != ObjectSlot<Record>.none {
            if let record = slots[slot].record { body(slots[slot].name, record) }
            slot = slots[slot].next
        }
    }

    /// Whether `isWanted` says yes to an object of one namespace.
    func contains(inNamespace namespace: String, where isWanted: (Record) -> Bool) -> Bool {
        guard let number = namespaceNumbers[namespace] else { return false }
        var slot = namespaces[Int(number)].first
        while slot != ObjectSlot<Record>.none {
            if let record = slots[slot].record, isWanted(record) { return true }
            slot = slots[slot].next
        }
        return false
    }

    /// Calls `body` with every object, in no particular order.
    func forEach(_ body: (_ namespace: String, _ name: String, _ record: Record) -> Void) {
        slots.forEach { slot in
            guard let record = slots[slot].record else { return }
            body(namespaces[Int(slots[slot].namespace)].name, slots[slot].name, record)
        }
    }

    // MARK: Writing

    /// Keeps the newest state of an object.
    ///
    /// - Returns: the record that it replaces, or nil for a new object.
    @discardableResult
    mutating func apply(_ record: Record, namespace: String, name: String) -> Record? {
        let number = number(of: namespace)
        let hash = ObjectSlot<Record>.hash(number, name)
        guard let slot = find(number, name, hash)?.slot else {
            insert(record, namespace: number, name: name, hash)
            return nil
        }
        let old = slots[slot].record
        slots[slot].record = record
        slots[slot].list = list
        return old
    }

    /// Forgets an object.
    ///
    /// - Returns: what was kept of it, or nil when it was not known.
    @discardableResult
    mutating func remove(namespace: String, name: String) -> Record? {
        guard let (place, slot) = find(namespace, name) else { return nil }
        index.remove(at: place)
        return release(slot)
    }

    /// A full list begins; one that was begun and not ended no longer counts.
    mutating func beginList() {
        list &+= 1
    }

    /// The list is complete: forgets every object that `apply` was not called with since `beginList`.
    ///
    /// - Returns: what was kept of the objects that are gone.
    @discardableResult
    mutating func endList() -> [(namespace: String, name: String, record: Record)] {
        isSynced = true
        var gone: [(namespace: String, name: String, record: Record)] = []
        slots.forEach { slot in
            guard slots[slot].list != list, let record = slots[slot].record else { return }
            gone.append((namespaces[Int(slots[slot].namespace)].name, slots[slot].name, record))
        }
        for object in gone { remove(namespace: object.namespace, name: object.name) }
        return gone
    }

    /// Forgets everything, as if nothing had ever been listed.
    mutating func removeAll() {
        self = ObjectStore()
    }

    // MARK: Parts

    private func find(_ namespace: String, _ name: String) -> (place: Int, slot: UInt32)? {
        guard let number = namespaceNumbers[namespace] else { return nil }
        return find(number, name, ObjectSlot<Record>.hash(number, name))
    }

    private func find(_ namespace: UInt32, _ name: String, _ hash: UInt32) -> (place: Int, slot: UInt32)? {
        index.find(hash: hash) { slot in slots[slot].namespace == namespace && slots[slot].name == name }
    }

    private mutating func insert(_ record: Record, namespace number: UInt32, name: String, _ hash: UInt32) {
        let first = namespaces[Int(number)].first
        let entry = ObjectSlot(
            record: record, name: name, namespace: number, list: list, next: first, previous: ObjectSlot<Record>.none)
        let slot = slots.add(entry)
        if first != ObjectSlot<Record>.none { slots[first].previous = slot }
        namespaces[Int(number)].first = slot
        namespaces[Int(number)].count += 1
        count += 1
        index.insert(slot, hash: hash)
    }

    /// Unlinks a slot that the index no longer knows, and returns its record.
    private mutating func release(_ slot: UInt32) -> Record? {
        let entry = slots[slot]
        let number = Int(entry.namespace)
        if entry.next != ObjectSlot<Record>.none { slots[entry.next].previous = entry.previous }
        if entry.previous != ObjectSlot<Record>.none {
            slots[entry.previous].next = entry.next
        } else {
            namespaces[number].first = entry.next
        }
        slots.free(slot)
        count -= 1
        namespaces[number].count -= 1
        if namespaces[number].count == 0 { forgetNamespace(entry.namespace) }
        return entry.record
    }

    private mutating func number(of namespace: String) -> UInt32 {
        if let number = namespaceNumbers[namespace] { return number }
        let entry = Namespace(name: namespace, first: ObjectSlot<Record>.none, count: 0)
        let number: UInt32
        if let free = freeNamespaces.popLast() {
            number = free
            namespaces[Int(free)] = entry
        } else {
            number = UInt32(truncatingIfNeeded: namespaces.count)
            namespaces.append(entry)
        }
        namespaceNumbers[namespace] = number
        return number
    }

    private mutating func forgetNamespace(_ number: UInt32) {
        namespaceNumbers[namespaces[Int(number)].name] = nil
        namespaces[Int(number)].name = ""
        freeNamespaces.append(number)
    }
}

extension ObjectStore: Sendable where Record: Sendable {}
