/// How a stream ends: its last line.
package enum WaitOutcome: Hashable, Sendable {
    /// Every dependency was ready at the same moment.
    case released
    /// A dependency has failed for good and the pod asked to fail then.
    case failed(message: String)
    /// The server does not answer this question: wrong UID, no container of ours, or the pod has gone.
    case refused(message: String)
}
