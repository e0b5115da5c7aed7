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
    var occurrences = 1
    /// How often the API server has answered with an error of its own.
    var tries = 0
    /// It stands in no queue: the container has used up its Events for now.
    var isHeld = false
}

/// What is kept of one container that waits, or has waited not long ago.
struct JournalEntry: Sendable {
    /// As many dependencies as a question may have.
    private static let mostDependencies = 64

    /// Which container it is.
    var pod: any WaitingPod
    /// How the dependencies stand that the server judges; nil for one that is not known yet.
    var states: [DependencyStatus?]
    /// It waits now.
    var isWaiting = true
    /// How it ceased to, last.
    private(set) var ending: WaitConclusion.Kind?
    /// When that was; nil while it waits.
    @CompactTime private(set) var endedAt: Duration?
    /// When the wait began.
    @CompactTime private(set) var since: Duration?
    /// What the last Event has named, as `blockers` has it; nil before one has.
    var told: Int?
    /// When an Event is to be written whether or not anything changes; nil while none is.
    @CompactTime var tellAt: Duration?
    /// When as many Events may be written at once as ever.
    @CompactTime var fullAt: Duration?
    /// When it is to be looked at next.
    @CompactTime var lookAt: Duration?
    /// What waits to be written, one for each reason.
    var pending: [PendingEvent] = []
    /// How often each of the Events that are known to exist says to have happened.
    var counts: [EventReason: Int] = [:]

    /// A container that begins to wait.
    init(_ pod: any WaitingPod, since: Duration) {
        self.pod = pod
        states = Self.unknown(pod)
        _endedAt = CompactTime(wrappedValue: nil)
        _since = CompactTime(wrappedValue: since)
        _tellAt = CompactTime(wrappedValue: nil)
        _fullAt = CompactTime(wrappedValue: nil)
        _lookAt = CompactTime(wrappedValue: nil)
    }

    /// Stands for what is between the pod and its start, as far as the server knows: which dependencies, and the kind of obstacle,
    /// without what changes all the time. The same for the same in one process.
    var blockers: Int {
        var hasher = Hasher()
        for (index, status) in states.enumerated() {
            guard let status, status.state != .ready else { continue }
            hasher.combine(index)
            hasher.combine(status.state)
            hasher.combine(status.reason)
        }
        return hasher.finalize()
    }

    /// Whether there is anything that it waits for.
    var hasBlockers: Bool { !pod.probes.isEmpty || states.contains { $0.map { $0.state != .ready } ?? false } }

    /// Takes note of a verdict. What merely cannot be seen now stands as it stood.
    ///
    /// - Returns: whether it is worth looking whether the blockers have changed.
    mutating func take(_ status: DependencyStatus, at index: Int) -> Bool {
        guard states.indices.contains(index) else { return false }
        if status.isPassing, states[index] != nil { return false }
        states[index] = status
        return true
    }

    /// The waiting begins anew, or goes on.
    ///
    /// - Parameter grace: how soon whoever has lost the connection must be back for that to be the same wait.
    mutating func begin(_ pod: any WaitingPod, at now: Duration, grace: Duration) {
        let goesOn = endedAt.map { ending == .left && now - $0 <= grace } ?? true
        self.pod = pod
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

    private static func unknown(_ pod: any WaitingPod) -> [DependencyStatus?] {
        Array(repeating: nil, count: min(max(0, pod.judgedCount), mostDependencies))
    }
}

extension DependencyStatus {
    /// Nothing is known at present, which will pass, and says nothing of the dependency.
    fileprivate var isPassing: Bool {
        let passing: [Verdict.Reason] = [.cacheNotSynced, .apiServerUnreachable]
        return state == .unknown && passing.contains { $0.rawValue == reason }
    }
}
