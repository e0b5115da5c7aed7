/// Values found by the hash of what they are known by, each in a slot of its own: a number a value instead of a second
/// copy of its key.
///
/// Values that fall into the same bucket are chained, so whoever looks says which one is meant.
struct HashedSlots<Value: Sendable>: Sendable {
    /// A value that stands apart: to look at it copies nothing of what it holds.
    private final class Held: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private struct Slot: Sendable {
        var held: Held?
        var hash: UInt32
        var next: UInt32
    }

    private static var end: UInt32 { .max }
    private static var fewestBuckets: Int { 16 }

    private var slots: ContiguousArray<Slot> = []
    /// The first slot of each chain; a power of two of them, at least as many as there are values.
    private var buckets: ContiguousArray<UInt32> = []
    private var free: [UInt32] = []

    /// No values.
    init() {}

    /// The value in a slot; nil for a free one.
    subscript(slot: UInt32) -> Value? {
        read(slot, \.self)
    }

    /// What `body` takes of the value in a slot, of which nothing else is copied; nil for a free one.
    func read<Result>(_ slot: UInt32, _ body: (Value) -> Result) -> Result? {
        guard slots.indices.contains(Int(slot)), let held = slots[Int(slot)].held else { return nil }
        return body(held.value)
    }

    /// How many values there are.
    var count: Int { slots.count - free.count }

    /// All values, in no order.
    var all: some Sequence<Value> { slots.lazy.compactMap(\.held?.value) }

    /// Calls `body` for each value of that hash, and now and then for one of another, until it says that it has seen enough.
    func forEach(hash: Int, _ body: (_ slot: UInt32, _ value: Value) -> Bool) {
        guard !buckets.isEmpty else { return }
        let hash = UInt32(truncatingIfNeeded: hash)
        var slot = buckets[bucket(hash)]
        while slot != Self.end {
            let current = slots[Int(slot)]
            if current.hash == hash, let held = current.held, !body(slot, held.value) { return }
            slot = current.next
        }
    }

    /// The slot of the first value of that hash that is meant; nil where there is none.
    func find(hash: Int, where isMeant: (Value) -> Bool) -> UInt32? {
        var found: UInt32?
        forEach(hash: hash) { slot, value in
            if isMeant(value) { found = slot }
            return found == nil
        }
        return found
    }

    /// Adds a value, whether or not there is an equal one, and says where it is.
    mutating func insert(_ value: Value, hash: Int) -> UInt32 {
        if count >= buckets.count { grow() }
        let hash = UInt32(truncatingIfNeeded: hash)
        let bucket = bucket(hash)
        let slot = Slot(held: Held(value), hash: hash, next: buckets[bucket])
        let place: UInt32
        if let reused = free.popLast() {
            place = reused
            slots[Int(place)] = slot
        } else {
            place = UInt32(truncatingIfNeeded: slots.count)
            slots.append(slot)
        }
        buckets[bucket] = place
        return place
    }

    /// Puts another value, of the same hash, into a slot that is not free.
    mutating func replace(_ slot: UInt32, with value: Value) {
        slots[Int(slot)].held = Held(value)
    }

    /// Frees a slot.
    mutating func remove(_ slot: UInt32) {
        guard slots.indices.contains(Int(slot)), slots[Int(slot)].held != nil else { return }
        let bucket = bucket(slots[Int(slot)].hash)
        if buckets[bucket] == slot {
            buckets[bucket] = slots[Int(slot)].next
        } else {
            var place = buckets[bucket]
            while slots[Int(place)].next != slot {
                guard slots[Int(place)].next != Self.end else { return }
                place = slots[Int(place)].next
            }
            slots[Int(place)].next = slots[Int(slot)].next
        }
        slots[Int(slot)] = Slot(held: nil, hash: 0, next: Self.end)
        free.append(slot)
    }

    // MARK: Buckets

    private func bucket(_ hash: UInt32) -> Int { Int(hash) & (buckets.count - 1) }

    private mutating func grow() {
        buckets = ContiguousArray(repeating: Self.end, count: max(Self.fewestBuckets, buckets.count * 2))
        for place in slots.indices where slots[place].held != nil {
            let bucket = bucket(slots[place].hash)
            slots[place].next = buckets[bucket]
            buckets[bucket] = UInt32(truncatingIfNeeded: place)
        }
    }
}
