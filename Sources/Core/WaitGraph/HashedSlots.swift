/// Values found by the hash of what they are known by, in one array: a number a value instead of a second copy of its key.
///
/// Values of the same hash are chained, so whoever looks says which one is meant.
struct HashedSlots<Value: Sendable>: Sendable {
    /// A value that stands apart: to look at it copies nothing of what it holds.
    private final class Held: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private struct Slot: Sendable {
        var held: Held?
        var next: UInt32
    }

    private static var end: UInt32 { .max }

    private var slots: ContiguousArray<Slot> = []
    private var heads: [Int: UInt32] = [:]
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

    /// Calls `body` for each value of that hash, until it says that it has seen enough.
    func forEach(hash: Int, _ body: (_ slot: UInt32, _ value: Value) -> Bool) {
        var slot = heads[hash] ?? Self.end
        while slot != Self.end {
            if let held = slots[Int(slot)].held, !body(slot, held.value) { return }
            slot = slots[Int(slot)].next
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
        let slot = Slot(held: Held(value), next: heads[hash] ?? Self.end)
        let place: UInt32
        if let reused = free.popLast() {
            place = reused
            slots[Int(place)] = slot
        } else {
            place = UInt32(truncatingIfNeeded: slots.count)
            slots.append(slot)
        }
        heads[hash] = place
        return place
    }

    /// Puts another value, of the same hash, into a slot that is not free.
    mutating func replace(_ slot: UInt32, with value: Value) {
        slots[Int(slot)].held = Held(value)
    }

    /// Frees the slot of a value of that hash.
    mutating func remove(_ slot: UInt32, hash: Int) {
        guard var place = heads[hash] else { return }
        if place == slot {
            heads[hash] = slots[Int(slot)].next == Self.end ? nil : slots[Int(slot)].next
        } else {
            while slots[Int(place)].next != slot {
                guard slots[Int(place)].next != Self.end else { return }
                place = slots[Int(place)].next
            }
            slots[Int(place)].next = slots[Int(slot)].next
        }
        slots[Int(slot)] = Slot(held: nil, next: Self.end)
        free.append(slot)
    }
}
