package import Dependencies

/// The policies in force, so arranged that a pod is compared with few of them.
///
/// A policy of a namespace, or one of the cluster that lists its namespaces, is looked for only there; and in each place
/// by one label that its pods must have, or else by its owner's name. So of 1,000 policies a pod meets those that are
/// likely to select it.
package struct PolicySet: Sendable {
    /// No policies.
    package static let empty = PolicySet([])

    /// All of them, in the order in which they win.
    package let policies: [Policy]

    private var everywhere = PolicyIndex()
    private var byNamespace: [String: PolicyIndex] = [:]

    /// A set of policies, in any order.
    package init(_ policies: [Policy]) {
        self.policies = policies.sorted { $0.precedes($1) }
        for (number, policy) in self.policies.enumerated() {
            let namespaces = policy.name.kind == .namespaced ? [policy.name.namespace] : policy.selector.namespaces
            if namespaces.isEmpty { everywhere.add(number, policy.selector) }
            for namespace in Set(namespaces) {
                byNamespace[namespace, default: PolicyIndex()].add(number, policy.selector)
            }
        }
    }

    /// There are none.
    package var isEmpty: Bool { policies.isEmpty }

    /// The policies that select a pod. `namespaceMatches` says whether the labels of the pod's Namespace are such, nil where
    /// they are not known; it is asked only by policies that select the pod in every other respect.
    package func matches(_ pod: PodTraits, namespaceMatches: (LabelSelector) -> Bool?) -> PolicyMatches {
        guard !isEmpty else { return PolicyMatches() }
        var candidates: [Int] = []
        everywhere.collect(for: pod, into: &candidates)
        byNamespace[pod.namespace]?.collect(for: pod, into: &candidates)
        var matches = PolicyMatches()
        var previous: Int?
        for number in candidates.sorted() where number != previous {
            previous = number
            let policy = policies[number]
            guard policy.selector.matches(pod) else { continue }
            switch policy.selector.namespaceLabels.map(namespaceMatches) ?? true {
            case true?: matches.policies.append(policy)
            case nil: if policy.mode == .enforce { matches.undecided.append(policy.name) }
            case false?: break
            }
        }
        return matches
    }
}
