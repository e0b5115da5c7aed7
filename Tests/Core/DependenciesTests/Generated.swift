import CoreTestKit
import Dependencies

/// Dependencies made by chance: any that the grammar takes can come out.
struct Generated {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func dependency() -> Dependency {
        let kind = random.pick([DependencyKind.service, .job])
        var options = DependencyOptions()
        if random.once(in: 2) { options.timeout = timeLimit() }
        if random.once(in: 2) { options.onFailure = random.pick(FailurePolicy.allCases) }
        let name: String
        switch kind {
        case .service:
            name = label()
            if random.once(in: 2) {
                options.port =
                    random.once(in: 2) ? .number(Int.random(in: 1...65535, using: &random)) : .name("p" + label(62))
            }
            if random.once(in: 2) {
                options.minimum = random.once(in: 3) ? .all : .count(random.pick([0, 1, 2, 64, Int(Int32.max)]))
            }
        case .job:
            name = random.once(in: 2) ? label() : "\(label()).\(label()).\(label())"
            if random.once(in: 2) { options.match = random.once(in: 2) ? .podLabel(key()) : .selector(selector()) }
        default: name = label()
        }
        return Dependency(kind: kind, namespace: label(), target: .name(name), options: options)
    }

    mutating func question() -> WaitQuestion {
        WaitQuestion(
            dependencies: (1...Int.random(in: 1...8, using: &random)).map { _ in dependency() }, timeout: timeLimit(),
            onTimeout: random.pick(TimeoutPolicy.allCases), onFailure: random.pick(FailurePolicy.allCases))
    }

    mutating func selector() -> LabelSelector {
        LabelSelector((0..<Int.random(in: 1...4, using: &random)).map { _ in requirement() })
    }

    private mutating func requirement() -> LabelRequirement {
        let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in random.once(in: 5) ? "" : word() }
        let number = random.pick([0, 1, Int.max, Int.random(in: 0...1000, using: &random)])
        let condition = random.pick([
            LabelRequirement.Condition.isIn(values), .isNotIn(values), .exists, .doesNotExist, .isGreater(than: number),
            .isLess(than: number),
        ])
        return LabelRequirement(key: key(), condition: condition)
    }

    private mutating func timeLimit() -> TimeLimit {
        random.once(in: 4)
            ? .none
            : .seconds(
                random.pick([
                    1, 59, 60, 61, 3600, 3661, TimeLimit.maximumSeconds, Int.random(in: 1...100_000, using: &random),
                ]))
    }

    private mutating func key() -> String {
        let name = random.once(in: 8) ? random.pick(["in", "notin", "pod", "all", "none"]) : word()
        return random.once(in: 3) ? "\(label()).\(label())/\(name)" : name
    }

    private mutating func label(_ longest: Int = 63) -> String { text("abcxyz0189", "abcxyz0189-", longest) }

    private mutating func word() -> String { text("abXY09", "abXY09-_.", 63) }

    /// `ends` at both ends, `middle` between, mostly short.
    private mutating func text(_ ends: String, _ middle: String, _ longest: Int) -> String {
        let count = random.once(in: 10) ? longest : Int.random(in: 1...8, using: &random)
        return String(
            (0..<count).map { index in
                random.pick(Array(index == 0 || index == count - 1 ? ends : middle))
            })
    }
}
