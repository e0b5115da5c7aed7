import Dependencies

/// What must be true of a pod: Ready, unless `condition=` is one of the words that pods have of their own.
enum PodRequirement: String, CaseIterable {
    /// The condition Ready is True.
    case ready
    /// It has ended well.
    case succeeded
    /// It has ended, well or not.
    case finished
    /// One of the two, which suits a selector that chooses servers and Jobs' pods alike.
    case readyOrSucceeded = "ready-or-succeeded"
    /// One of the two.
    case readyOrFinished = "ready-or-finished"

    /// What a dependency asks; nil for a condition that is not among these.
    init?(_ condition: ConditionRequirement?) {
        guard let condition else {
            self = .ready
            return
        }
        guard condition.status == nil else { return nil }
        self.init(rawValue: condition.type.lowercased())
    }

    /// Whether a pod is so.
    func isMet(by pod: PodRecord) -> Bool {
        let hasEnded = pod.phase == .succeeded || pod.phase == .failed
        let isReady = pod.isReady && !hasEnded
        return switch self {
        case .ready: isReady
        case .succeeded: pod.phase == .succeeded
        case .finished: hasEnded
        case .readyOrSucceeded: isReady || pod.phase == .succeeded
        case .readyOrFinished: isReady || hasEnded
        }
    }

    /// What a message says of a pod that is so, after its name.
    var statement: String {
        switch self {
        case .ready: "is Ready"
        case .succeeded: "has succeeded"
        case .finished: "has ended"
        case .readyOrSucceeded: "is Ready or has succeeded"
        case .readyOrFinished: "is Ready or has ended"
        }
    }

    /// What a message says of a pod that is not so, after its name.
    var denial: String {
        switch self {
        case .ready: "is not Ready yet"
        case .succeeded: "has not succeeded yet"
        case .finished: "has not ended yet"
        case .readyOrSucceeded, .readyOrFinished: "is not Ready yet and has not ended"
        }
    }

    /// What a message says after a count of pods that are so.
    var words: String {
        switch self {
        case .ready: "Ready"
        case .succeeded: "succeeded"
        case .finished: "ended"
        case .readyOrSucceeded: "Ready or succeeded"
        case .readyOrFinished: "Ready or ended"
        }
    }
}
