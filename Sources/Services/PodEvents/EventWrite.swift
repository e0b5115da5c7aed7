package import Readiness

/// One Event as it is to be written.
package struct EventWrite: Sendable {
    /// Whose it is.
    package let pod: any WaitingPod
    /// What it is about.
    package let reason: EventReason
    /// `Warning` rather than `Normal`.
    package let isWarning: Bool
    /// What it says.
    package let message: String
    /// When that happened last.
    package let at: Timestamp
    /// How often it has happened since it was written last.
    package let occurrences: Int
    /// How often the stored Event says it has happened; nil where none is known to exist.
    package let knownCount: Int?
    /// What it was made of, in case that it has to be made again.
    let pending: PendingEvent
}

/// What became of a write.
package enum EventOutcome: Hashable, Sendable {
    /// The Event is stored, and says that it has happened so often.
    case written(count: Int)
    /// What is stored says the same already; another replica has written it.
    case unchanged(count: Int)
    /// It may work later. `isAnswer`: the API server has answered, so that it may also be the Event that is wrong.
    case retry(isAnswer: Bool)
    /// It never will.
    case refused
    /// Our account may not write Events there.
    case forbidden
}

/// What the writer is to do next.
package enum EventStep: Sendable {
    /// Write this, and tell what became of it.
    case write(EventWrite)
    /// Nothing before this moment.
    case wait(until: Duration)
    /// Nothing before there is news.
    case idle
}

/// Why an Event was not written; the raw value is its metric label.
package enum EventDropCause: String, CaseIterable, Hashable, Sendable {
    /// The queue was full, and a newer one took its place.
    case queueFull = "queue-full"
    /// Too many containers are kept in mind already.
    case tooManyPods = "too-many-pods"
    /// Events were forbidden in its namespace not long ago.
    case forbidden
    /// The API server answered with an error too often.
    case tries
}
