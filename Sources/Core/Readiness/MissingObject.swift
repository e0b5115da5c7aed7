import Dependencies

/// The verdict on an object that is not there: the same for every kind.
enum MissingObject {
    /// How long a missing object is left alone before its name is doubted, in seconds.
    static let hintDelay = 60
    /// Of how many names in a namespace the near ones are looked for.
    private static let mostNames = 5_000
    private static let mostHints = 3

    /// Waiting, never an error; after a minute with the names that may have been meant. They are taken from the pod's own
    /// namespace only, as who may create a pod must not learn the names of other namespaces.
    static func judge(_ dependency: Dependency, isBeingDeleted: Bool, context: JudgementContext) -> Judgement {
        if case .selector(let selector) = dependency.target {
            let place = dependency.namespace.isEmpty ? "" : " in \(dependency.namespace)"
            let message = "no \(dependency.kind.displayName)\(place) matches (\(selector))"
            return Judgement(
                Verdict(.waiting, .notFound, isBeingDeleted ? "\(message) but what is being deleted" : message))
        }
        guard !isBeingDeleted else {
            return Judgement(Verdict(.waiting, .notFound, "\(dependency.displayName) is being deleted"))
        }
        let message = "\(dependency.displayName) does not exist"
        let hintsAt = context.waitBegan.adding(seconds: hintDelay)
        guard context.now >= hintsAt else {
            return Judgement(Verdict(.waiting, .notFound, message), reviewAt: hintsAt)
        }
        return Judgement(Verdict(.waiting, .notFound, message + hint(for: dependency, context)))
    }

    private static func hint(for dependency: Dependency, _ context: JudgementContext) -> String {
        guard case .name(let name) = dependency.target else { return "" }
        let names = context.namesInPodNamespace(dependency.kind).prefix(mostNames)
        if dependency.namespace != context.podNamespace {
            return names.contains(name) ? "; there is \(context.podNamespace)/\(name): is that meant?" : ""
        }
        let near = names.compactMap { candidate in rank(candidate, name).map { (rank: $0, name: candidate) } }
            .sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.prefix(mostHints).map(\.name)
        return near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
    }

    /// How near a name is, less being nearer: a misspelling first, then one with a release's name before or after it.
    private static func rank(_ candidate: String, _ name: String) -> Int? {
        if candidate == name { return nil }
        let limit = name.utf8.count <= 3 ? 1 : 2
        if let distance = Spelling.distance(candidate, name, limit: limit) { return distance }
        let isLonger =
            candidate.hasPrefix(name + "-") || candidate.hasSuffix("-" + name) || name.hasPrefix(candidate + "-")
            || name.hasSuffix("-" + candidate)
        return isLonger ? limit + 1 : nil
    }
}
