package import Dependencies

/// The policies that hold now, with what is known of Namespaces' labels: all that an admission needs of them, without
/// asking anybody.
package struct PoliciesInForce: Sendable {
    /// No policies.
    package static let none = PoliciesInForce(.empty) { _ in nil }

    /// The policies.
    package let set: PolicySet

    /// What the labels of a Namespace are, by its name; nil where they are not known.
    package typealias NamespaceLabels = @Sendable (_ namespace: String) -> [String: String]?

    private let namespaceLabels: NamespaceLabels

    /// These policies. `namespaceLabels` must not block.
    package init(_ set: PolicySet, namespaceLabels: @escaping NamespaceLabels) {
        self.set = set
        self.namespaceLabels = namespaceLabels
    }

    /// Whether the labels of a Namespace are such; nil where they are not known.
    package func labels(of namespace: String, match selector: LabelSelector) -> Bool? {
        namespaceLabels(namespace).map { labels in selector.matches { labels[$0] } }
    }

    /// The policies that select a pod.
    package func matches(_ pod: PodTraits) -> PolicyMatches {
        set.matches(pod) { namespaceLabels(pod.namespace) }
    }
}
