/// An open-addressing hash table of slot numbers, with linear probing and backward-shift deletion: eight bytes a place,
/// at most three quarters of them used. It knows no keys: the caller compares and hashes.
struct ObjectIndex: Sendable {
    /// One place. With the hash beside it a slot is looked at only if it is most likely the one: each look would wait for
    /// memory, as it would to hash its key again.
    private struct Place {
        /// The slot's number; `free` for none.
        var slot = Place.free
        /// The hash of its key.
        var hash: UInt32 = 0

        static let free = UInt32.max
    }

    private var places: [Place] = []
    private var count = 0

    /// The place and the slot of the key with this hash for which `matches` says yes.
    func find(hash: UInt32, _ matches: (UInt32) -> Bool) -> (place: Int, slot: UInt32)? {
        guard !places.isEmpty else { return nil }
        var position = home(hash)
        while places[position].slot != Place.free {
            let place = places[position]
            if place.hash == hash, matches(place.slot) { return (position, place.slot) }
            position = after(position)
        }
        return nil
    }

    /// Adds a slot that is not in the table, with the hash of its key.
    mutating func insert(_ slot: UInt32, hash: UInt32) {
        if (count + 1) * 4 > places.count * 3 { grow() }
        put(Place(slot: slot, hash: hash))
        count += 1
    }

    /// Empties a place, and moves what follows so that every slot is still found from its home.
    mutating func remove(at place: Int) {
        var hole = place
        var next = after(hole)
        while places[next].slot != Place.free {
            let distanceFromHome = (next &- home(places[next].hash)) & (places.count &- 1)
            let distanceFromHole = (next &- hole) & (places.count &- 1)
            if distanceFromHome >= distanceFromHole {
                places[hole] = places[next]
                hole = next
            }
            next = after(next)
        }
        places[hole] = Place()
        count -= 1
    }

    private mutating func grow() {
        let old = places
        places = [Place](repeating: Place(), count: max(8, old.count * 2))
        for place in old where place.slot != Place.free { put(place) }
    }

    private mutating func put(_ place: Place) {
        var position = home(place.hash)
        while places[position].slot != Place.free { position = after(position) }
        places[position] = place
    }

    private func home(_ hash: UInt32) -> Int { Int(hash) & (places.count &- 1) }

    private func after(_ position: Int) -> Int { (position &+ 1) & (places.count &- 1) }
}
