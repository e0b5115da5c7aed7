/// Slots by a number that several may share: mostly one, sometimes very many.
struct SlotIndex: Sendable {
    /// Marks the place of a list, beside slots themselves.
    private static let listMark: UInt32 = 1 << 31

    private var entries: [Int: UInt32] = [:]
    private var lists: [[UInt32]] = []
    private var freeLists: [UInt32] = []

    /// Nothing under any number.
    init() {}

    /// How many slots there are under a number.
    func count(_ number: Int) -> Int {
        guard let entry = entries[number] else { return 0 }
        return entry & Self.listMark == 0 ? 1 : lists[Int(entry ^ Self.listMark)].count
    }

    /// The slots under a number, in no order; nil where they are more than that.
    func slots(_ number: Int, atMost limit: Int) -> [UInt32]? {
        guard let entry = entries[number] else { return [] }
        let slots = entry & Self.listMark == 0 ? [entry] : lists[Int(entry ^ Self.listMark)]
        return slots.count <= limit ? slots : nil
    }

    /// Adds a slot, which is not there yet.
    mutating func insert(_ slot: UInt32, _ number: Int) {
        guard let entry = entries[number] else {
            entries[number] = slot
            return
        }
        guard entry & Self.listMark == 0 else {
            lists[Int(entry ^ Self.listMark)].append(slot)
            return
        }
        let place: UInt32
        if let reused = freeLists.popLast() {
            place = reused
            lists[Int(place)] = [entry, slot]
        } else {
            place = UInt32(truncatingIfNeeded: lists.count)
            lists.append([entry, slot])
        }
        entries[number] = place | Self.listMark
    }

    /// Takes a slot out.
    mutating func remove(_ slot: UInt32, _ number: Int) {
        guard let entry = entries[number] else { return }
        guard entry & Self.listMark != 0 else {
            if entry == slot { entries[number] = nil }
            return
        }
        let place = entry ^ Self.listMark
        guard let index = lists[Int(place)].firstIndex(of: slot) else { return }
        lists[Int(place)].swapAt(index, lists[Int(place)].count - 1)
        lists[Int(place)].removeLast()
        guard let last = lists[Int(place)].first, lists[Int(place)].count == 1 else { return }
        entries[number] = last
        lists[Int(place)] = []
        freeLists.append(place)
    }
}
