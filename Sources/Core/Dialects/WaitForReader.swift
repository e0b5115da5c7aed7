import Dependencies
import Encodings
import JSONPath

/// Reads the arguments of k8s-wait-for: `job NAME`, `pod -lSELECTOR -n NAMESPACE`, `job-wr NAME`.
///
/// <https://github.com/groundnuty/k8s-wait-for#readme>. What follows the second argument is split at blanks, since that
/// tool's shell splits it: `"-n infra"` as one argument works there. `WAIT_TIME` and `DEBUG` have no effect here.
struct WaitForReader {
    /// The variable that stands for `-we` (1) and `-wr` (2).
    static let toleranceVariable = "TREAT_ERRORS_AS_READY"
    /// The words that the arguments can begin with.
    static let kinds = ["job", "pod", "service", "job-we", "pod-we", "job-wr", "pod-wr"]

    /// What becomes of those that failed.
    private enum Tolerance {
        /// They hold the wait up.
        case none
        /// They count as ready.
        case failuresCount
        /// They do not matter, as long as there is one success.
        case oneSuccess
    }

    private static let options = OptionReader(forms: [
        OptionForm("selector", "l"), OptionForm("namespace", "n"), OptionForm("request-timeout"),
    ])

    /// The pod's own namespace.
    let namespace: String
    /// The value of `TREAT_ERRORS_AS_READY`; nil where it is not set.
    let toleranceSetting: String?

    /// What the arguments wait for.
    func read(_ words: [String]) throws(Diagnostic) -> [Dependency] {
        guard let first = words.first, Self.kinds.contains(first) else {
            let word = words.first ?? ""
            let advice =
                Spelling.nearest(to: word, among: Self.kinds).map { "did you mean \($0)?" }
                ?? "it begins with \(Self.kinds.joined(separator: ", "))."
            throw Place.arguments.refusal(
                .unknownKind, word, "\(Excerpt.quoted(word)) is not what k8s-wait-for waits for; \(advice)")
        }
        let (kind, tolerance) = try meaning(of: first)
        let flags = words.dropFirst(2).flatMap { $0.split(separator: " ").map(String.init) }
        let read = try Self.options.read(words.dropFirst().prefix(1) + flags)
        let namespace = read.options["namespace"] ?? namespace
        if let selector = read.options["selector"] {
            if let name = read.others.first {
                throw Place.arguments.refusal(
                    .unexpectedValue, name, "A name and a selector are given; \(first) takes one of them.")
            }
            let maker = DependencyMaker(place: .arguments, item: selector)
            var dependencies: [Dependency] = []
            for options in Self.ofMany(kind, tolerance) {
                dependencies.append(try maker.selected(kind, namespace: namespace, by: selector, options))
            }
            return dependencies
        }
        guard !read.others.isEmpty else {
            throw Place.arguments.refusal(.emptyList, first, "\(first) needs a name or -lSELECTOR.")
        }
        var dependencies: [Dependency] = []
        for name in read.others {
            let maker = DependencyMaker(place: .arguments, item: name)
            for options in try Self.ofOne(kind, tolerance) {
                dependencies.append(try maker.named(kind, namespace: namespace, name, options))
            }
        }
        return dependencies
    }

    private func meaning(of word: String) throws(Diagnostic) -> (DependencyKind, Tolerance) {
        let base = word.split(separator: "-").first.map(String.init) ?? word
        let kind: DependencyKind = base == "job" ? .job : base == "pod" ? .pod : .service
        if word.hasSuffix("-we") { return (kind, .failuresCount) }
        if word.hasSuffix("-wr") { return (kind, .oneSuccess) }
        switch toleranceSetting {
        case nil, "", "0": return (kind, .none)
        case "1": return (kind, .failuresCount)
        case "2": return (kind, .oneSuccess)
        case let other?:
            throw Place(name: Self.toleranceVariable).refusal(
                .unexpectedValue, other, "\(Excerpt.quoted(other)) is none of 0, 1 and 2.")
        }
    }

    /// What is asked of one object; where it takes two questions, both must be answered.
    private static func ofOne(_ kind: DependencyKind, _ tolerance: Tolerance) throws(Diagnostic) -> [DependencyOptions]
    {
        switch (kind, tolerance) {
        case (.job, .none): return [DependencyOptions()]
        case (.job, .failuresCount): return [options(condition: "finished")]
        case (.job, .oneSuccess): return [options(condition: "finished"), try hasSucceededPod()]
        case (.pod, .failuresCount): return [options(condition: "ready-or-finished")]
        case (.pod, _): return [options(condition: "ready-or-succeeded")]
        default: return [DependencyOptions(minimum: .all)]
        }
    }

    /// What is asked of all objects that a selector chooses.
    private static func ofMany(_ kind: DependencyKind, _ tolerance: Tolerance) -> [DependencyOptions] {
        switch (kind, tolerance) {
        case (.job, .none): [DependencyOptions()]
        case (.job, .failuresCount): [options(condition: "finished")]
        case (.job, .oneSuccess): [options(condition: "finished"), DependencyOptions(minimum: .count(1))]
        case (.pod, .none): [options(condition: "ready-or-succeeded", minimum: .all)]
        case (.pod, .failuresCount): [options(condition: "ready-or-finished", minimum: .all)]
        case (.pod, .oneSuccess): [options(condition: "ready-or-succeeded", minimum: .count(1))]
        default: [DependencyOptions(minimum: .all)]
        }
    }

    /// The Job's `status.succeeded` is there, which counts from 1.
    private static func hasSucceededPod() throws(Diagnostic) -> DependencyOptions {
        var options = DependencyOptions()
        do throws(JSONPathError) {
            options.field = FieldRequirement(path: try JSONPath(parsing: "{.status.succeeded}"))
        } catch {
            throw Place.arguments.refusal(.unsupportedForm, "", error.message)
        }
        return options
    }

    private static func options(condition: String, minimum: MinimumCount? = nil) -> DependencyOptions {
        var options = DependencyOptions(minimum: minimum)
        options.condition = ConditionRequirement(type: condition)
        return options
    }
}
