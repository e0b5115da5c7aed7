/// Who is told how the waits go, for people who look at a pod: the writer of Events.
///
/// Called on the state's loop after the streams have been served, so it must be quick and wait for nothing. Nothing that it does
/// can change a wait.
package protocol WaitObserving: Sendable {
    /// Something has happened to these waits, in this order.
    func observe(_ steps: [WaitStep])
}

/// One thing that has happened to a wait.
package struct WaitStep: Sendable {
    /// What has happened.
    package enum Kind: Sendable {
        /// Its pod and its question are known.
        case began
        /// The dependency at this place, among those that the server judges, stands so from now on.
        case verdict(index: Int, VerdictLine)
        /// It is over, as far as this server is concerned.
        case ended(WaitEnd)
    }

    /// Whose wait it is.
    package let subject: WaitSubject
    /// What has happened.
    package let kind: Kind

    /// A step of that wait.
    package init(_ subject: WaitSubject, _ kind: Kind) {
        self.subject = subject
        self.kind = kind
    }
}
