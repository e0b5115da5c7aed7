package import StatusAPI

/// What the registry wants done to a stream.
package enum WaitAction: Sendable {
    /// Whose wait it is has become known; everything else that is said of the wait follows.
    case known(WaitID, WaitSubject)
    /// Show the verdict of the dependency at this place of the question, in place of what it showed before.
    case show(WaitID, index: Int, VerdictLine)
    /// Say whether the server's part of a question with probes is ready.
    case ready(WaitID, Bool)
    /// Say that the question cannot be answered yet, and why.
    case unknown(WaitID, String)
    /// End with this as the last line. The wait is no longer known.
    case end(WaitID, WaitEnd)
}

/// How a wait ended; the raw value is its metric label.
package enum WaitEnd: Hashable, Sendable {
    /// All dependencies were ready at the same moment.
    case released
    /// A dependency failed for good.
    case failed(String)
    /// It is not answered.
    case refused(String)
    /// Another connection asks for the same pod. Nothing is said, so that whoever is still there connects again.
    case replaced
    /// The pod has not appeared; its client is to connect again.
    case moved
    /// The client has gone.
    case left
    /// The client has said how it ended.
    case reported(WaitReport.Outcome)

    /// The fixed label of `k8s_wait_waits_total`.
    package var label: String {
        switch self {
        case .released: "released"
        case .failed: "failed"
        case .refused: "refused"
        case .replaced: "replaced"
        case .moved: "moved"
        case .left: "left"
        case .reported(let outcome): outcome.rawValue
        }
    }

    /// Why, where there is something to say.
    var message: String? {
        switch self {
        case .failed(let message), .refused(let message): message
        case .released, .replaced, .moved, .left, .reported: nil
        }
    }

    /// All labels, so that each counter exists from the start.
    package static let labels =
        ["failed", "refused", "replaced", "moved", "left"] + WaitReport.Outcome.allCases.map(\.rawValue)
}
