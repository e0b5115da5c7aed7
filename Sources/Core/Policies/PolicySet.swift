import Dependencies

/// The policies in force, so arranged that a pod is compared with few of them.
///
/// A policy of a namespace, or one of the cluster that lists its namespaces, is looked for only there; and in each place
/// by what it requires. So of 1,000 policies a pod meets those that are likely to select it.
package struct PolicySet: Sendable {
    /// No policies.
    package static let empty = PolicySet([])

    /// All of them, in the order in which they win.
    package let policies: [Policy]

    private let everywhere: PolicyIndex
    private let byNamespace: [String: PolicyIndex]

    /// A set of policies, in any order.
    package init(_ policies: [Policy]) {
        self.policies = policies.sorted { $0.precedes($1) }
        var everywhere: [(Int, PolicySelector)] = []
        var byNamespace: [String: [(Int, PolicySelector)]] = [:]
        for (number, policy) in self.policies.enumerated() {
            let namespaces = policy.name.kind == .namespaced ? [policy.name.namespace] : policy.selector.namespaces
            if namespaces.isEmpty { everywhere.append((number, policy.selector)) }
            for namespace in Set(namespaces) { byNamespace[namespace, default: []].append((number, policy.selector)) }
        }
        self.everywhere = PolicyIndex(everywhere)
        self.byNamespace = byNamespace.mapValues { PolicyIndex($0) }
    }

    /// There are none.
    package var isEmpty: Bool { policies.isEmpty }

    /// The policies that select a pod. `namespaceLabels` says what the labels of the pod's Namespace are, nil where they are
    /// not known; it is asked at most once, and only where some policy selects by them.
    package func matches(_ pod: PodTraits, namespaceLabels: () -> [String: String]?) -> PolicyMatches {
        guard !isEmpty else { return PolicyMatches() }
        lazy var labels = namespaceLabels()
        var candidates: [Int] = []
        everywhere.collect(for: pod, namespaceLabels: { labels }, into: &candidates)
        byNamespace[pod.namespace]?.collect(for: pod, namespaceLabels: { labels }, into: &candidates)
        var matches = PolicyMatches()
        var previous: Int?
        for number in candidates.sorted() where number != previous {
            previous = number
            let policy = policies[number]
            guard policy.selector.matches(pod) else { continue }
            guard let selector = policy.selector.namespaceLabels else {
                matches.policies.append(policy)
                continue
            }
            if let labels {
                if selector.matches({ labels[$0] }) { matches.policies.append(policy) }
            } else if policy.mode == .enforce {
                matches.undecided.append(policy.name)
            }
        }
        return matches
    }
}
