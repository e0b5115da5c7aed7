import Dependencies

/// Finds among policies, given by number, those that may select a pod, without looking at the others.
///
/// Each policy stands under one thing that it requires, and of all such things under that which the fewest policies
/// require: of twenty policies for web pods, each of another team's Namespaces, a pod meets its team's.
struct PolicyIndex: Sendable {
    /// Something that a pod has or not.
    private enum Term: Hashable {
        case label(String, String)
        case namespaceLabel(String, String)
        case owner(String)
    }

    private var byTerm: [Term: [Int]] = [:]
    private var byKey: [String: [Int]] = [:]
    private var others: [Int] = []
    /// Those that stand under labels of Namespaces.
    private var byNamespace: [Int] = []

    /// An index of policies, each with its number.
    init(_ policies: [(number: Int, selector: PolicySelector)]) {
        let requirements = policies.map { Self.requirements(of: $0.selector) }
        var crowd: [Term: Int] = [:]
        for term in requirements.joined().joined() { crowd[term, default: 0] += 1 }
        func count(_ terms: [Term]) -> Int { terms.reduce(0) { $0 + (crowd[$1] ?? 0) } }
        for ((number, selector), requirements) in zip(policies, requirements) {
            if let fewest = requirements.min(by: { count($0) < count($1) }) {
                for term in fewest { byTerm[term, default: []].append(number) }
                if case .namespaceLabel? = fewest.first { byNamespace.append(number) }
            } else if let key = Self.requiredKey(of: selector) {
                byKey[key, default: []].append(number)
            } else {
                others.append(number)
            }
        }
    }

    /// Adds the numbers of those that may select a pod, some of them perhaps twice. `namespaceLabels` says what the labels of
    /// its Namespace are, nil where they are not known; it is asked at most once.
    func collect(for pod: PodTraits, namespaceLabels: () -> [String: String]?, into candidates: inout [Int]) {
        candidates += others
        guard !byTerm.isEmpty || !byKey.isEmpty else { return }
        for (key, value) in pod.labels {
            if let found = byTerm[.label(key, value)] { candidates += found }
            if !byKey.isEmpty, let found = byKey[key] { candidates += found }
        }
        for owner in pod.owners {
            if let found = byTerm[.owner(owner.name)] { candidates += found }
        }
        guard !byNamespace.isEmpty else { return }
        guard let labels = namespaceLabels() else {
            candidates += byNamespace
            return
        }
        for (key, value) in labels {
            if let found = byTerm[.namespaceLabel(key, value)] { candidates += found }
        }
    }

    /// What a policy requires, of which all must hold; each may hold by any one of some terms.
    private static func requirements(of selector: PolicySelector) -> [[Term]] {
        var requirements = terms(of: selector.labels) { .label($0, $1) }
        if let owner = selector.ownerName { requirements.append([.owner(owner)]) }
        return requirements + terms(of: selector.namespaceLabels) { .namespaceLabel($0, $1) }
    }

    private static func terms(of labels: LabelSelector?, _ term: (String, String) -> Term) -> [[Term]] {
        (labels?.requirements ?? []).compactMap { requirement in
            guard case .isIn(let values) = requirement.condition else { return nil }
            return values.map { term(requirement.key, $0) }
        }
    }

    private static func requiredKey(of selector: PolicySelector) -> String? {
        selector.labels?.requirements.first { $0.condition == .exists }?.key
    }
}
