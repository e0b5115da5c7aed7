/// An open-addressing hash table of slot numbers, with linear probing and backward-shift deletion: four bytes a
/// place, at most three quarters of them used. It knows no keys: the caller compares and hashes.
struct ObjectIndex: Sendable {
    private var places: [UInt32] = []
    private var count = 0

    /// The place and the slot of the key with this hash for which `matches` says yes.
    func find(hash: Int, _ matches: (UInt32) -> Bool) -> (place: Int, slot: UInt32)? {
        guard !places.isEmpty else { return nil }
        var position = home(hash)
        while places[position] != .max {
            if matches(places[position]) { return (position, places[position]) }
            position = after(position)
        }
        return nil
    }

    /// Adds a slot that is not in the table.
    mutating func insert(_ slot: UInt32, hashOf: (UInt32) -> Int) {
        if (count + 1) * 4 > places.count * 3 { grow(hashOf) }
        put(slot, hash: hashOf(slot))
        count += 1
    }

    /// Empties a place, and moves what follows so that every slot is still found from its home.
    mutating func remove(at place: Int, hashOf: (UInt32) -> Int) {
        var hole = place
        var next = after(hole)
        while places[next] != .max {
            let distanceFromHome = (next &- home(hashOf(places[next]))) & (places.count &- 1)
            let distanceFromHole = (next &- hole) & (places.count &- 1)
            if distanceFromHome >= distanceFromHole {
                places[hole] = places[next]
                hole = next
            }
            next = after(next)
        }
        places[hole] = .max
        count -= 1
    }

    private mutating func grow(_ hashOf: (UInt32) -> Int) {
        let old = places
        places = [UInt32](repeating: .max, count: max(8, old.count * 2))
        for slot in old where slot != .max { put(slot, hash: hashOf(slot)) }
    }

    private mutating func put(_ slot: UInt32, hash: Int) {
        var position = home(hash)
        while places[position] != .max { position = after(position) }
        places[position] = slot
    }

    private func home(_ hash: Int) -> Int { hash & (places.count &- 1) }

    private func after(_ position: Int) -> Int { (position &+ 1) & (places.count &- 1) }
}
