/// What the journal is told of a wait.
package struct WaitNews: Sendable {
    /// What has happened.
    package enum Kind: Sendable {
        /// The container has begun to wait, or goes on after it had lost its connection.
        case began
        /// The dependency at this place, of those that the server judges, stands so now.
        case verdict(index: Int, any SharedVerdict)
        /// The pod waits for what waits for it, as the text says: whoever looks at the pod is told at once.
        case circle(String)
        /// The wait is over.
        case ended(WaitConclusion)
    }

    /// Whose wait it is.
    package let pod: any WaitingPod
    /// What has happened.
    package let kind: Kind

    /// News of that container.
    package init(_ pod: any WaitingPod, _ kind: Kind) {
        self.pod = pod
        self.kind = kind
    }
}

/// How a wait ended, as far as Events tell it.
package enum WaitConclusion: Hashable, Sendable {
    /// Everything was ready.
    case released
    /// A dependency failed for good; the text says which and why.
    case failed(String)
    /// The time was over, and the pod starts nevertheless.
    case proceeded
    /// The time was over, and the container fails.
    case timedOut
    /// The connection has ended, and the container may go on waiting here or at another replica.
    case left
    /// There is nobody left to tell of: the pod is gone, or was refused.
    case gone

    /// The same without its text.
    enum Kind: Hashable, Sendable {
        case released
        case failed
        case proceeded
        case timedOut
        case left
        case gone
    }

    /// How it ended, without the text.
    var kind: Kind {
        switch self {
        case .released: .released
        case .failed: .failed
        case .proceeded: .proceeded
        case .timedOut: .timedOut
        case .left: .left
        case .gone: .gone
        }
    }
}
