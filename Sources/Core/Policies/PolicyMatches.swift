/// The policies that select one pod.
package struct PolicyMatches: Sendable {
    /// Those that do, the one that wins first.
    package internal(set) var policies: [Policy] = []
    /// Those of which it cannot be told yet, since the labels of the pod's Namespace are not known. Only such as would be
    /// enforced.
    package internal(set) var undecided: [PolicyName] = []

    /// None.
    package init() {}

    /// No policy is for the pod.
    package var isEmpty: Bool { policies.isEmpty && undecided.isEmpty }
}
