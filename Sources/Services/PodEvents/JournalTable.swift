/// The containers that are kept in mind, each in a slot whose number is what queues hold of it. A slot is used again once
/// its container is forgotten: what a queue still holds of that must tell so by itself.
struct JournalTable: Sendable {
    /// The number of a slot.
    typealias Slot = Int32

    private var slots: [JournalEntry?] = []
    private var free: [Slot] = []
    private var places: [WaitingPodKey: Slot] = [:]

    /// How many containers there are.
    var count: Int { places.count }

    /// The slot of a container.
    func slot(of pod: any WaitingPod) -> Slot? { places[WaitingPodKey(pod)] }

    /// What is in a slot.
    subscript(slot: Slot) -> JournalEntry? {
        get { slots.indices.contains(Int(slot)) ? slots[Int(slot)] : nil }
        _modify {
            guard slots.indices.contains(Int(slot)) else {
                var none: JournalEntry?
                yield &none
                return
            }
            yield &slots[Int(slot)]
        }
    }

    /// Adds a container that is not there.
    mutating func insert(_ entry: JournalEntry) -> Slot {
        let slot: Slot
        if let used = free.popLast() {
            slot = used
            slots[Int(slot)] = entry
        } else {
            slot = Slot(truncatingIfNeeded: slots.count)
            slots.append(entry)
        }
        places[WaitingPodKey(entry.pod)] = slot
        return slot
    }

    /// Forgets the container of a slot.
    mutating func remove(_ slot: Slot) {
        guard let entry = self[slot] else { return }
        places[WaitingPodKey(entry.pod)] = nil
        slots[Int(slot)] = nil
        free.append(slot)
    }

    /// The container of a slot is known by this object from now on, so that nothing keeps the one before.
    mutating func rename(_ slot: Slot, to pod: any WaitingPod) {
        guard let entry = self[slot] else { return }
        places[WaitingPodKey(entry.pod)] = nil
        places[WaitingPodKey(pod)] = slot
        slots[Int(slot)]?.pod = pod
    }
}
