import Retrying

/// How soon an object that other replicas write too is tried to be written again.
package struct WritePace: Sendable {
    /// An API server that asks for more patience than this is asked again all the same.
    private static let longestAskedPause = Duration.seconds(300)

    private var conflicts = Backoff(from: .milliseconds(50), to: .seconds(5), jitter: .full(atLeast: .milliseconds(10)))
    private var failures: Backoff
    private var generator = SystemRandomNumberGenerator()

    /// A pace at which failures are followed by pauses that grow up to `longest`. Conflicts, which say that somebody else
    /// was faster, are followed by short ones.
    package init(longest: Duration) {
        failures = Backoff(from: .seconds(1), to: longest, jitter: .upperHalf)
    }

    /// Begins anew, since something was written.
    package mutating func reset() {
        conflicts.reset()
        failures.reset()
    }

    /// How long to wait after a try that failed so.
    package mutating func pause(after error: KubernetesError) -> Duration {
        guard !error.isConflict else { return conflicts.next(using: &generator) }
        return max(error.requestedPause(atMost: Self.longestAskedPause), failures.next(using: &generator))
    }
}

extension KubernetesError {
    /// Somebody else has written the object, or made it, in the meantime.
    package var isConflict: Bool { code == .conflict || code == .alreadyExists }
}
