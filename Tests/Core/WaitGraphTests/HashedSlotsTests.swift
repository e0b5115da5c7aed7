import CoreTestKit
import Testing

@testable import WaitGraph

/// Slots against a plain dictionary, with few hashes so that chains are long.
struct HashedSlotsTests {
    @Test("whatever is put in, replaced and taken out, each value is found by its hash and its slot", arguments: 0..<50)
    func matchesDictionary(seed: UInt64) {
        var choices = SeededGenerator(seed: seed)
        var slots = HashedSlots<String>()
        var known: [String: UInt32] = [:]
        let hashes = 1 + choices.index(below: 40)
        func hash(_ key: String) -> Int { (Int(key) ?? 0) % hashes &* 0x1_0001_0001 }
        for step in 0..<300 {
            let key = String(choices.index(below: 100))
            switch (known[key], choices.once(in: 3)) {
            case (let slot?, true):
                slots.remove(slot)
                known[key] = nil
            case (let slot?, false): slots.replace(slot, with: key)
            case (nil, _): known[key] = slots.insert(key, hash: hash(key))
            }
            #expect(slots.count == known.count, "after step \(step)")
        }
        #expect(slots.all.sorted() == known.keys.sorted())
        for number in 0..<100 {
            let key = String(number)
            #expect(slots.find(hash: hash(key)) { $0 == key } == known[key])
            if let slot = known[key] { #expect(slots[slot] == key) }
        }
    }

    @Test("a slot that is free, or never was, holds nothing and can be freed again")
    func freeSlots() {
        var slots = HashedSlots<String>()
        slots.remove(0)
        let slot = slots.insert("a", hash: 1)
        slots.remove(slot)
        slots.remove(slot)
        #expect(slots.count == 0 && slots[slot] == nil && slots[7] == nil)
        #expect(slots.insert("b", hash: 2) == slot && slots.count == 1)
    }
}
