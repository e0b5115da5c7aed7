package import StatusAPI

/// The answer to a question that is asked once.
package struct StatusAnswer: Sendable {
    /// What is known now: a verdict a dependency, or that the pod is unknown; and the outcome, if the wait would end now.
    package let lines: [WaitLine]
    /// The collections that decide it.
    package let collections: Set<WatchedCollection>
    /// The kinds of which nobody has found out yet what they are.
    package var unknownKinds: Set<String> = []

    /// Whether the question is not answered.
    package var isRefused: Bool {
        if case .outcome(.refused) = lines.last { true } else { false }
    }

    /// The lines as they are sent.
    package var bytes: [UInt8] {
        lines.flatMap { $0.json + [UInt8(ascii: "\n")] }
    }
}
