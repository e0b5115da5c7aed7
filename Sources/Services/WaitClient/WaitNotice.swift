package import StatusAPI

/// Something to be said of a wait, in one line.
package struct WaitNotice: Hashable, Sendable {
    /// What a notice tells of: the `event` of a JSON line.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The wait begins.
        case start
        /// How the arguments were understood.
        case note
        /// The verdict of one dependency is new.
        case verdict
        /// How the wait stands, every now and then.
        case progress
        /// The connection to the status server is lost, or there again.
        case connection
        /// What the status server says instead of verdicts.
        case server
        /// The wait is long and has no time limit.
        case stalled
        /// The end: everything is ready.
        case released
        /// The end: the time is over, and the pod starts nevertheless.
        case proceeding
        /// The end: the time is over.
        case timedOut = "timed-out"
        /// The end: a dependency has failed for good.
        case failed
        /// The end: the status server does not answer this pod's question.
        case refused
        /// The end: a signal came.
        case signal
        /// The end: the program was called wrongly, or cannot do what it must.
        case error
    }

    /// What it tells of.
    package let kind: Kind
    /// The line.
    package let text: String
    /// Whether it belongs on standard error.
    package let isProblem: Bool
    /// The verdict, for a notice of that kind.
    package let status: DependencyStatus?

    private init(_ kind: Kind, _ text: String, isProblem: Bool, status: DependencyStatus? = nil) {
        self.kind = kind
        self.text = text
        self.isProblem = isProblem
        self.status = status
    }

    /// A line of progress.
    package static func line(_ kind: Kind, _ text: String) -> WaitNotice {
        WaitNotice(kind, text, isProblem: false)
    }

    /// A line about something that is wrong.
    package static func problem(_ kind: Kind, _ text: String) -> WaitNotice {
        WaitNotice(kind, text, isProblem: true)
    }

    /// The line of a verdict; a problem when it is stalled or failed.
    package static func verdict(_ status: DependencyStatus, _ text: String) -> WaitNotice {
        WaitNotice(.verdict, text, isProblem: status.state == .failed || status.state == .stalled, status: status)
    }
}
