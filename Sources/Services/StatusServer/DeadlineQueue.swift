import Readiness

/// Things to be looked at again at a moment, soonest first: a binary heap.
///
/// Nothing is taken out before its time: whoever pops an entry checks whether it still matters.
struct DeadlineQueue<Element: Sendable>: Sendable {
    private var heap: [(time: Timestamp, element: Element)] = []

    /// The moment of the soonest entry.
    var next: Timestamp? { heap.first?.time }

    /// Adds an entry.
    mutating func insert(_ element: Element, at time: Timestamp) {
        heap.append((time, element))
        var index = heap.count - 1
        while index > 0, heap[index].time < heap[(index - 1) / 2].time {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the soonest entry out, if its moment has come.
    mutating func pop(until now: Timestamp) -> Element? {
        guard let first = heap.first, first.time <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.element
    }

    private mutating func sink() {
        var index = 0
        while true {
            let left = 2 * index + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right].time < heap[left].time ? right : left
            guard heap[child].time < heap[index].time else { return }
            heap.swapAt(index, child)
            index = child
        }
    }
}
