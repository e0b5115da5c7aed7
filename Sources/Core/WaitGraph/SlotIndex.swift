/// Slots by a number that several may share: mostly one, sometimes very many.
struct SlotIndex: Sendable {
    /// The slots under one number, in no order. Of one alone no list is made.
    struct Slots: Sequence, Sendable {
        private let only: UInt32?
        private let list: [UInt32]

        fileprivate init(_ only: UInt32) { (self.only, list) = (only, []) }

        fileprivate init(_ list: [UInt32] = []) { (only, self.list) = (nil, list) }

        /// How many there are.
        var count: Int { only == nil ? list.count : 1 }

        /// Begins with any of them.
        func makeIterator() -> Iterator { Iterator(only: only, rest: list[...]) }

        /// Goes through them.
        struct Iterator: IteratorProtocol {
            fileprivate var only: UInt32?
            fileprivate var rest: ArraySlice<UInt32>

            /// The next one; nil after the last.
            mutating func next() -> UInt32? { only.take() ?? rest.popFirst() }
        }
    }

    /// Marks the place of a list, beside slots themselves.
    private static let listMark: UInt32 = 1 << 31

    private var entries: [Int: UInt32] = [:]
    private var lists: [[UInt32]] = []
    private var freeLists: [UInt32] = []

    /// Nothing under any number.
    init() {}

    /// The slots under a number.
    subscript(number: Int) -> Slots {
        guard let entry = entries[number] else { return Slots() }
        return entry & Self.listMark == 0 ? Slots(entry) : Slots(lists[Int(entry ^ Self.listMark)])
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
