package import Dependencies

/// The policies that hold now, with what is known of Namespaces' labels: all that an admission needs of them, without
/// asking anybody.
package struct PoliciesInForce: Sendable {
    /// No policies.
    package static let none = PoliciesInForce(.empty) { _, _ in nil }

    /// The policies.
    package let set: PolicySet

    private let namespaceMatches: @Sendable (_ namespace: String, _ labels: LabelSelector) -> Bool?

    /// These policies. `namespaceMatches` says whether the labels of a Namespace are such, nil where they are not known; it
    /// must not block.
    package init(
        _ set: PolicySet, namespaceMatches: @escaping @Sendable (_ namespace: String, _ labels: LabelSelector) -> Bool?
    ) {
        self.set = set
        self.namespaceMatches = namespaceMatches
    }

    /// Whether the labels of a Namespace are such; nil where they are not known.
    package func labels(of namespace: String, match selector: LabelSelector) -> Bool? {
        namespaceMatches(namespace, selector)
    }

    /// The policies that select a pod.
    package func matches(_ pod: PodTraits) -> PolicyMatches {
        set.matches(pod) { namespaceMatches(pod.namespace, $0) }
    }
}
