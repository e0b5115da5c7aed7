import Dependencies

/// Finds among policies, given by number, those that may select a pod: by one label that the pod must have, or by the
/// name of its owner. Each policy stands under as few keys as it can.
struct PolicyIndex: Sendable {
    private var byLabel: [String: [String: [Int]]] = [:]
    private var byKey: [String: [Int]] = [:]
    private var byOwner: [String: [Int]] = [:]
    private var others: [Int] = []

    /// No policies.
    init() {}

    /// Adds one.
    mutating func add(_ number: Int, _ selector: PolicySelector) {
        if let (key, values) = Self.requiredLabel(of: selector) {
            for value in values { byLabel[key, default: [:]][value, default: []].append(number) }
        } else if let owner = selector.ownerName {
            byOwner[owner, default: []].append(number)
        } else if let key = Self.requiredKey(of: selector) {
            byKey[key, default: []].append(number)
        } else {
            others.append(number)
        }
    }

    /// Adds the numbers of those that may select a pod, some of them perhaps twice.
    func collect(for pod: PodTraits, into candidates: inout [Int]) {
        candidates += others
        if !byLabel.isEmpty || !byKey.isEmpty {
            for (key, value) in pod.labels {
                if let found = byLabel[key]?[value] { candidates += found }
                if let found = byKey[key] { candidates += found }
            }
        }
        guard !byOwner.isEmpty else { return }
        for owner in pod.owners {
            if let found = byOwner[owner.name] { candidates += found }
        }
    }

    /// The requirement with the fewest values, each of which a pod may have.
    private static func requiredLabel(of selector: PolicySelector) -> (key: String, values: [String])? {
        var best: (key: String, values: [String])?
        for requirement in selector.labels?.requirements ?? [] {
            guard case .isIn(let values) = requirement.condition, values.count < best?.values.count ?? .max else {
                continue
            }
            best = (requirement.key, values)
        }
        return best
    }

    private static func requiredKey(of selector: PolicySelector) -> String? {
        selector.labels?.requirements.first { $0.condition == .exists }?.key
    }
}
