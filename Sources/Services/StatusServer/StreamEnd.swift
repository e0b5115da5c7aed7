package import StatusAPI

/// How a stream ends.
package enum StreamEnd: Hashable, Sendable {
    /// With an outcome as its last line.
    case outcome(WaitOutcome)
    /// The client is to connect again after so many milliseconds.
    case move(after: Int)
    /// Without a word: the client that is still there, if any, connects again.
    case silent

    /// The last line; nil for none.
    var line: WaitLine? {
        switch self {
        case .outcome(let outcome): .outcome(outcome)
        case .move(let milliseconds): .move(after: milliseconds)
        case .silent: nil
        }
    }
}
