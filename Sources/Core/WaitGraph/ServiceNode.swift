/// One Service that finds its pods by their labels; one without a selector is backed by what somebody else writes.
package struct ServiceNode: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// Its own labels, by which a dependency may choose it.
    package var labels: [String: String]
    /// The labels that its pods carry (kubernetes.io/docs/concepts/services-networking/service, "Services without
    /// selectors" for an empty one).
    package var selector: [String: String]

    /// A Service of that name, with this selector.
    package init(_ namespace: String, _ name: String, labels: [String: String] = [:], selector: [String: String]) {
        self.namespace = namespace
        self.name = name
        self.labels = labels
        self.selector = selector
    }

    /// Whether pods with such labels are behind it.
    func selects(_ podLabels: [String: String]) -> Bool {
        !selector.isEmpty && selector.allSatisfy { podLabels[$0.key] == $0.value }
    }
}
