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

    /// The words for it in messages, after "is" or a count.
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
