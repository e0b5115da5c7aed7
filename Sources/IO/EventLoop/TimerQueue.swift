/// Things due at moments, earliest first and first come first served within a moment: a binary heap, O(log n) to add
/// and to take. Pure: moments are whatever numbers the caller counts in.
struct TimerQueue<Payload> {
    private struct Entry {
        let deadline: Int64
        let sequence: UInt64
        let payload: Payload

        func isBefore(_ other: Entry) -> Bool {
            (deadline, sequence) < (other.deadline, other.sequence)
        }
    }

    private var heap: [Entry] = []
    private var sequence: UInt64 = 0

    /// How many are queued.
    var count: Int { heap.count }

    /// When the earliest is due; nil when none is queued.
    var next: Int64? { heap.first?.deadline }

    /// Adds one.
    mutating func add(_ payload: Payload, deadline: Int64) {
        sequence &+= 1
        heap.append(Entry(deadline: deadline, sequence: sequence, payload: payload))
        siftUp(heap.count - 1)
    }

    /// Takes the earliest that is due at `now`; nil when none is.
    mutating func popExpired(now: Int64) -> Payload? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            siftDown(0)
        }
        return first.payload
    }

    /// Drops those for which `isWanted` is false. O(n).
    mutating func keep(where isWanted: (Payload) -> Bool) {
        heap.removeAll { !isWanted($0.payload) }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
    }

    /// Empties the queue; what was in it, in no order.
    mutating func removeAll() -> [Payload] {
        defer { heap.removeAll() }
        return heap.map(\.payload)
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].isBefore(heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        while true {
            let left = 2 * index + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right].isBefore(heap[left]) ? right : left
            guard heap[child].isBefore(heap[index]) else { return }
            heap.swapAt(index, child)
            index = child
        }
    }
}
