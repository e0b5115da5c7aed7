import Posix

/// Which probes of a round are being tried, each on a thread of its own, and until when.
///
/// A look-up or a file system can hold a thread for longer than a try may take. The try has failed then, and the thread
/// is left alone; the probe's next try waits for its end, so that threads never pile up, and begins anew then, since what
/// such a thread finds was asked for before the round began.
struct ProbeSlots: Hashable, Sendable {
    /// Begin a try of this probe under this number.
    struct Start: Hashable, Sendable {
        /// The probe's index.
        let probe: Int
        /// The number of the try.
        let ticket: Int
    }

    private struct Slot: Hashable, Sendable {
        /// The try whose thread runs.
        var ticket: Int?
        /// What that thread finds is of no use.
        var isStale = false
        /// The round waits for this probe.
        var isWanted = false
        /// When the try has failed; nil while it has not begun.
        var deadline: MonotonicTime?
    }

    private let atOnce: Int
    private let limit: Duration
    private var slots: [Slot]
    private var tickets = 0

    /// Slots for so many probes, of which `atOnce` are tried at the same time, each for `limit`.
    init(count: Int, atOnce: Int, limit: Duration) {
        slots = Array(repeating: Slot(), count: count)
        self.atOnce = atOnce
        self.limit = limit
    }

    /// When the next try has taken too long.
    var nextDeadline: MonotonicTime? { slots.compactMap(\.deadline).min() }

    /// Begins a round.
    mutating func begin(at now: MonotonicTime) -> [Start] {
        for index in slots.indices { slots[index].isWanted = true }
        return fill(now)
    }

    /// Takes note that the thread of a try has ended. True when what it found is the probe's answer of this round.
    mutating func end(_ start: Start, at now: MonotonicTime) -> (isAnswer: Bool, next: [Start]) {
        guard slots.indices.contains(start.probe), slots[start.probe].ticket == start.ticket else { return (false, []) }
        slots[start.probe].ticket = nil
        guard !slots[start.probe].isStale else {
            slots[start.probe].isStale = false
            guard slots[start.probe].deadline != nil else { return (false, []) }
            return (false, [begin(start.probe, now)])
        }
        guard slots[start.probe].isWanted else { return (false, []) }
        slots[start.probe].isWanted = false
        slots[start.probe].deadline = nil
        return (true, fill(now))
    }

    /// The probes whose try has taken too long by now.
    mutating func expire(at now: MonotonicTime) -> (late: [Int], next: [Start]) {
        let late = slots.indices.filter { index in slots[index].deadline.map { $0 <= now } ?? false }
        for index in late {
            slots[index].isWanted = false
            slots[index].deadline = nil
            slots[index].isStale = slots[index].ticket != nil
        }
        return (late, late.isEmpty ? [] : fill(now))
    }

    private mutating func fill(_ now: MonotonicTime) -> [Start] {
        var starts: [Start] = []
        var running = slots.count { $0.deadline != nil }
        for index in slots.indices where slots[index].isWanted && slots[index].deadline == nil {
            guard running < atOnce else { break }
            running += 1
            if slots[index].ticket == nil {
                starts.append(begin(index, now))
            } else {
                slots[index].deadline = now.adding(limit)
            }
        }
        return starts
    }

    private mutating func begin(_ index: Int, _ now: MonotonicTime) -> Start {
        tickets += 1
        slots[index].ticket = tickets
        slots[index].deadline = now.adding(limit)
        return Start(probe: index, ticket: tickets)
    }
}
