/// The slots of an `ObjectStore`, in pages of fixed size: growing copies nothing, and freed slots are used again.
struct ObjectSlots<Record> {
    /// How many slots a page has.
    private static var pageSize: Int { 256 }

    private var pages: [[ObjectSlot<Record>]] = []
    private var freeHead = ObjectSlot<Record>.none
    private var count: UInt32 = 0

    /// The slot with this number, which `add` must have given out.
    subscript(slot: UInt32) -> ObjectSlot<Record> {
        _read { yield pages[Int(slot) / Self.pageSize][Int(slot) % Self.pageSize] }
        _modify { yield &pages[Int(slot) / Self.pageSize][Int(slot) % Self.pageSize] }
    }

    /// Puts an entry into a free slot and returns its number.
    mutating func add(_ entry: ObjectSlot<Record>) -> UInt32 {
        if freeHead != ObjectSlot<Record>.none {
            let slot = freeHead
            freeHead = self[slot].next
            self[slot] = entry
            return slot
        }
        let slot = count
        if Int(slot) % Self.pageSize == 0 {
            var page: [ObjectSlot<Record>] = []
            page.reserveCapacity(pages.isEmpty ? 0 : Self.pageSize)
            pages.append(page)
        }
        pages[pages.count - 1].append(entry)
        count += 1
        return slot
    }

    /// Empties a slot.
    mutating func free(_ slot: UInt32) {
        self[slot] = ObjectSlot(freeAndFollowedBy: freeHead)
        freeHead = slot
    }

    /// Calls `body` with the number of every slot in use.
    func forEach(_ body: (UInt32) -> Void) {
        // By a number: to ask for the record would count its references, in memory that is far.
        for slot in 0..<count where self[slot].namespace != ObjectSlot<Record>.none { body(slot) }
    }
}

extension ObjectSlots: Sendable where Record: Sendable {}
