import Readiness
import StatusAPI

/// An Event that waits to be written.
struct PendingEvent: Sendable {
    /// Tells it from an earlier one of the same container.
    var ticket: UInt64
    /// What it is to say.
    var story: EventStory
    /// When that happened last.
    var at: Timestamp
    /// How often it has happened since the Event was written last.
    var occurrences: UInt32 = 1
    /// How often the API server has answered with an error of its own.
    var tries: UInt32 = 0
    /// It stands in no queue: the container has used up its Events for now.
    var isHeld = false
}

/// What is kept of one container that waits, or has waited not long ago: about 110 bytes, as there is one for each waiting
/// pod. Texts stay with whoever judges; they are put together when an Event is written.
struct JournalEntry: Sendable {
    /// As many dependencies as a question may have.
    private static let mostDependencies = 64

    /// Which container it is.
    var pod: any WaitingPod
    /// How the dependencies stand that the server judges.
    private(set) var states: DependencyStates
    /// It waits now.
    var isWaiting = true
    /// How it ceased to, last.
    private(set) var ending: WaitConclusion.Kind?
    /// When that was; nil while it waits.
    @CompactTime private(set) var endedAt: Duration?
    /// When the wait began.
    @CompactTime private(set) var since: Duration?
    /// What the last Event has named, as `blockers` has it; nil before one has.
    var told: UInt32?
    /// When an Event is to be written whether or not anything changes; nil while none is.
    @CompactTime var tellAt: Duration?
    /// When as many Events may be written at once as ever.
    @CompactTime var fullAt: Duration?
    /// When it is to be looked at next.
    var lookAt = CompactTime(wrappedValue: nil)
    /// What waits to be written, one for each reason.
    var pending: [PendingEvent] = []
    /// How often each of the Events that are known to exist says to have happened.
    var counts = EventCounts()

    /// A container that begins to wait.
    init(_ pod: any WaitingPod, since: Duration) {
        self.pod = pod
        states = Self.unknown(pod)
        _endedAt = CompactTime(wrappedValue: nil)
        _since = CompactTime(wrappedValue: since)
        _tellAt = CompactTime(wrappedValue: nil)
        _fullAt = CompactTime(wrappedValue: nil)
    }

    /// Stands for what is between the pod and its start, as far as the server knows: which dependencies, and the kind of obstacle,
    /// without what changes all the time. The same for the same in one process.
    var blockers: UInt32 {
        var hasher = Hasher()
        for index in 0..<states.count {
            guard let status = states[index], status.state != .ready else { continue }
            hasher.combine(index)
            hasher.combine(status.state)
            hasher.combine(status.reason)
        }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    /// Whether there is anything that it waits for.
    var hasBlockers: Bool {
        !pod.probes.isEmpty || (0..<states.count).contains { states[$0].map { $0.state != .ready } ?? false }
    }

    /// Takes note of a verdict. What merely cannot be seen now stands as it stood.
    ///
    /// - Returns: whether it is worth looking whether the blockers have changed.
    mutating func take(_ verdict: any SharedVerdict, at index: Int) -> Bool {
        guard (0..<states.count).contains(index) else { return false }
        if verdict.status.isPassing, states[index] != nil { return false }
        states.set(verdict, at: index)
        return true
    }

    /// Takes out what waited to be written, and the memory for it with the last.
    mutating func removePending(at index: Int) -> PendingEvent {
        let event = pending.remove(at: index)
        if pending.isEmpty { pending = [] }
        return event
    }

    /// The waiting begins anew, or goes on.
    ///
    /// - Parameter grace: how soon whoever has lost the connection must be back for that to be the same wait.
    mutating func begin(at now: Duration, grace: Duration) {
        let goesOn = endedAt.map { ending == .left && now - $0 <= grace } ?? true
        if !goesOn {
            since = now
            told = nil
            states = Self.unknown(pod)
        }
        isWaiting = true
        endedAt = nil
        ending = nil
    }

    /// The waiting is over.
    mutating func end(_ kind: WaitConclusion.Kind, at now: Duration) {
        isWaiting = false
        ending = kind
        endedAt = now
        tellAt = nil
    }

    private static func unknown(_ pod: any WaitingPod) -> DependencyStates {
        DependencyStates(unknown: min(pod.judgedCount, mostDependencies))
    }
}

extension DependencyStatus {
    /// Nothing is known at present, which will pass, and says nothing of the dependency.
    fileprivate var isPassing: Bool {
        let passing: [Verdict.Reason] = [.cacheNotSynced, .apiServerUnreachable]
        return state == .unknown && passing.contains { $0.rawValue == reason }
    }
}
