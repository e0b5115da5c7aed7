/// Containers to be looked at again, soonest first: a binary heap.
struct LookQueue: Sendable {
    private var heap: [(time: CompactTime, slot: JournalTable.Slot)] = []

    /// The moment of the soonest.
    var next: Duration? { heap.first?.time.wrappedValue }

    /// Adds one.
    mutating func insert(_ slot: JournalTable.Slot, at time: Duration) {
        heap.append((CompactTime(wrappedValue: time), slot))
        var index = heap.count - 1
        while index > 0, heap[index].time < heap[(index - 1) / 2].time {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the soonest out, if its moment has come.
    mutating func pop(until now: Duration) -> (time: CompactTime, slot: JournalTable.Slot)? {
        guard let first = heap.first, first.time <= CompactTime(wrappedValue: now) else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            let left = 2 * index + 1
            guard left < heap.count else { return first }
            let right = left + 1
            let child = right < heap.count && heap[right].time < heap[left].time ? right : left
            guard heap[child].time < heap[index].time else { return first }
            heap.swapAt(index, child)
            index = child
        }
    }
}
