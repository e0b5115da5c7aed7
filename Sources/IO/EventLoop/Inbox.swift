/// What other threads have given to a loop. Its lock covers the list and the two flags together, so that nothing is
/// added after the loop has seen the list empty for the last time.
struct Inbox: Sendable {
    // Unchecked in effect: an UnownedJob is run once, by the loop that takes it.
    private var work: [Work] = []
    private var isWoken = false
    private var isClosed = false
    private let ended = Latch()
    /// The loop has been asked to end.
    private(set) var isStopping = false

    /// Adds one; true when the loop must be woken, false when somebody has done so since it last looked.
    mutating func append(_ item: Work) -> Bool {
        guard !isClosed else { return false }
        work.append(item)
        defer { isWoken = true }
        return !isWoken
    }

    /// Moves everything to the end of `queue`.
    mutating func take(into queue: inout [Work]) {
        isWoken = false
        guard !work.isEmpty else { return }
        queue.append(contentsOf: work)
        work.removeAll(keepingCapacity: work.count <= 1024)
    }

    /// Asks the loop to end; the latch opens when it has.
    mutating func stop() -> Latch {
        isStopping = true
        return ended
    }

    /// True when nothing is left; nothing is then accepted any more.
    mutating func closeIfEmpty() -> Bool {
        isClosed = work.isEmpty
        return isClosed
    }

    /// The loop's thread is about to end.
    func end() {
        ended.open()
    }
}
