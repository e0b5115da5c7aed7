import StatusAPI

/// What one try of a probe came to.
struct ProbeAnswer: Hashable, Sendable {
    /// Whether the dependency is there.
    let isReady: Bool
    /// A word in CamelCase from the fixed set of this directory.
    let reason: String
    /// What follows the probe's name in a message.
    let text: String

    /// It is there.
    static func ready(_ reason: String, _ text: String) -> ProbeAnswer {
        ProbeAnswer(isReady: true, reason: reason, text: text)
    }

    /// It is not there.
    static func waiting(_ reason: String, _ text: String) -> ProbeAnswer {
        ProbeAnswer(isReady: false, reason: reason, text: text)
    }

    /// The same as what the status server would say of `probe`.
    func status(of probe: Probe) -> DependencyStatus {
        DependencyStatus(
            dependency: probe.dependency, state: isReady ? .ready : .waiting, reason: reason,
            message: "\(probe.name): \(text)")
    }
}
