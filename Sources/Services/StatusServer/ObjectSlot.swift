/// One place for an object in an `ObjectStore`: the record, its name, and the links of its namespace.
struct ObjectSlot<Record> {
    /// The slot number that means none.
    static var none: UInt32 { .max }

    /// What is kept of the object; nil in a free slot.
    var record: Record?
    /// The object's name.
    var name: String
    /// The store's number of its namespace.
    var namespace: UInt32
    /// The number of the last full list that mentioned it.
    var list: UInt32
    /// The next slot of the namespace, or the next free one.
    var next: UInt32
    /// The slot before it in the namespace.
    var previous: UInt32

    /// A slot that holds an object.
    init(record: Record, name: String, namespace: UInt32, list: UInt32, next: UInt32, previous: UInt32) {
        self.record = record
        self.name = name
        self.namespace = namespace
        self.list = list
        self.next = next
        self.previous = previous
    }

    /// What the index files an object under.
    static func hash(_ namespace: UInt32, _ name: String) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(namespace)
        hasher.combine(name)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    /// A slot that holds nothing.
    init(freeAndFollowedBy next: UInt32) {
        self.record = nil
        self.name = ""
        self.namespace = Self.none
        self.list = 0
        self.next = next
        self.previous = Self.none
    }
}

extension ObjectSlot: Sendable where Record: Sendable {}
