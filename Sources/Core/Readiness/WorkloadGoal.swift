import Dependencies

/// What a dependency asks of a Deployment or StatefulSet.
struct WorkloadGoal {
    /// It must be rolled out; else so many pods of any revision are enough.
    let isRollout: Bool
    private let minimum: MinimumCount

    /// What a dependency asks; nil for a condition that is not `rolled-out` and not the kind's own word.
    init?(_ dependency: Dependency, ownWord: StaticString) {
        let condition = dependency.options.condition
        isRollout = condition?.isWord("rolled-out") == true
        guard isRollout || condition == nil || condition?.isWord(ownWord) == true else { return nil }
        minimum = dependency.options.minimum ?? .count(1)
    }

    /// The judgement that needs no look at the pods: `min=0`, a status that is about an older spec, no pods wanted.
    func beforehand(_ name: String, _ isObserved: Bool, _ desired: Int) -> Judgement? {
        if minimum == .count(0), !isRollout {
            return Judgement(Verdict(.ready, .exists, "\(name) exists, and min=0 asks no more"))
        }
        guard isObserved else {
            let message = "\(name): its controller has not seen its newest spec yet"
            return Judgement(Verdict(.waiting, .notObserved, message))
        }
        guard desired == 0, minimum != .count(0) else { return nil }
        return Judgement(Verdict(.waiting, .scaledToZero, "\(name) is scaled to 0"))
    }

    /// How many pods must be there.
    func wanted(of desired: Int) -> Int {
        switch minimum {
        case .count(let count): count
        case .all: max(1, desired)
        }
    }

    /// What follows the count of pods where they are too few.
    var wish: String {
        switch minimum {
        case .count(let count) where count > 1: ", \(count) wanted"
        case .count: ""
        case .all: ", all wanted"
        }
    }
}
