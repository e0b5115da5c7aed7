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
    /// Why somebody waits: one dependency and the kind of obstacle, without what changes all the time.
    struct Blocker: Hashable, Sendable {
        /// The dependency's place in the question.
        let index: Int
        /// Where it stands.
        let state: DependencyState
        /// Why.
        let reason: String
    }

    /// Which container it is.
    var pod: WaitingPod
    /// How the dependencies stand that the server judges; nil for one that is not known yet.
    var states: [DependencyStatus?]
    /// When the wait began.
    var since: Duration
    /// It waits now.
    var isWaiting = true
    /// When it ceased to, and how.
    var ended: (at: Duration, how: WaitConclusion)?
    /// What the last Event has named; nil before one has.
    var told: [Blocker]?
    /// When an Event is to be written whether or not anything changes; nil while none is.
    var tellAt: Duration?
    /// How many Events may be written now.
    var rate: EventRate
    /// What waits to be written, one for each reason.
    var pending: [PendingEvent] = []
    /// How often each of the Events that are known to exist says to have happened.
    var counts: [EventReason: Int] = [:]
    /// When it is to be looked at next.
    var lookAt: Duration?

    /// A container that begins to wait.
    init(_ pod: WaitingPod, since: Duration, rate: EventRate) {
        self.pod = pod
        self.since = since
        self.rate = rate
        states = Array(repeating: nil, count: pod.judgedCount)
    }

    /// What stands between the pod and its start, as far as the server knows.
    var blockers: [Blocker] {
        states.enumerated().compactMap { index, status in
            status.flatMap { $0.state == .ready ? nil : Blocker(index: index, state: $0.state, reason: $0.reason) }
        }
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
    mutating func begin(_ pod: WaitingPod, at now: Duration, grace: Duration) {
        let goesOn = ended.map { $0.how == .left && now - $0.at <= grace } ?? true
        self.pod = pod
        if !goesOn {
            since = now
            told = nil
            states = Array(repeating: nil, count: pod.judgedCount)
        }
        isWaiting = true
        ended = nil
    }
}

extension DependencyStatus {
    /// Nothing is known at present, which will pass, and says nothing of the dependency.
    fileprivate var isPassing: Bool {
        let passing: [Verdict.Reason] = [.cacheNotSynced, .apiServerUnreachable]
        return state == .unknown && passing.contains { $0.rawValue == reason }
    }
}
