import CoreTestKit
import Dependencies
import JSONPath

/// Dependencies made by chance: any that the grammar takes can come out.
///
/// `Generated+Targets.swift` makes what they wait for, `Generated+Options.swift` what they ask of it.
struct Generated {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func dependency(of kinds: [DependencyKind] = DependencyKind.allCases) -> Dependency {
        let kind = random.pick(kinds)
        let target = target(of: kind)
        return Dependency(
            kind: kind, resourceType: kind == .resource ? resourceType() : "", namespace: namespace(of: kind),
            target: target, options: options(of: kind, target))
    }

    mutating func question() -> WaitQuestion {
        WaitQuestion(
            dependencies: (1...Int.random(in: 1...8, using: &random)).map { _ in dependency() }, timeout: timeLimit(),
            onTimeout: random.pick(TimeoutPolicy.allCases), onFailure: random.pick(FailurePolicy.allCases))
    }

    mutating func timeLimit() -> TimeLimit { random.once(in: 4) ? .none : .seconds(seconds()) }

    mutating func seconds() -> Int {
        random.pick([1, 59, 60, 61, 3600, 3661, TimeLimit.maximumSeconds, Int.random(in: 1...100_000, using: &random)])
    }

    mutating func key() -> String {
        let name = random.once(in: 8) ? random.pick(["in", "notin", "pod", "all", "none"]) : word()
        return random.once(in: 3) ? "\(label()).\(label())/\(name)" : name
    }

    mutating func label(_ longest: Int = 63) -> String { text("abcxyz0189", "abcxyz0189-", longest) }

    mutating func word() -> String { text("abXY09", "abXY09-_.", 63) }

    /// Signs that mean something to the scanner, and some that mean nothing.
    mutating func anything(_ signs: String = " ,\"\\()[]{}#='$:é/@ab01.-_\u{1F600}", longest: Int = 12) -> String {
        String((0..<Int.random(in: 1...longest, using: &random)).map { _ in random.pick(Array(signs)) })
    }

    /// `ends` at both ends, `middle` between, mostly short.
    mutating func text(_ ends: String, _ middle: String, _ longest: Int) -> String {
        let count = random.once(in: 10) ? longest : Int.random(in: 1...8, using: &random)
        return String(
            (0..<count).map { index in
                random.pick(Array(index == 0 || index == count - 1 ? ends : middle))
            })
    }
}
