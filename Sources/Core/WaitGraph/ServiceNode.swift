package import Readiness

/// One Service that finds its pods by their labels; one without a selector is backed by what somebody else writes.
package struct ServiceNode: Hashable, Sendable {
    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// Its own labels, by which a dependency may choose it.
    package var labels: PackedLabels
    /// The labels that its pods carry (kubernetes.io/docs/concepts/services-networking/service, "Services without
    /// selectors" for an empty one).
    package var selector: PackedLabels

    /// A Service of that name, with this selector.
    package init(_ namespace: String, _ name: String, labels: [String: String] = [:], selector: [String: String]) {
        self.init(namespace, name, labels: PackedLabels(labels), selector: PackedLabels(selector))
    }

    /// The same of labels that are packed already.
    package init(_ namespace: String, _ name: String, labels: PackedLabels, selector: PackedLabels) {
        self.namespace = namespace
        self.name = name
        self.labels = labels
        self.selector = selector
    }

    /// Whether pods with these labels are behind it.
    func selects(_ podLabels: PackedLabels, in namespace: String) -> Bool {
        namespace == self.namespace && !selector.isEmpty && podLabels.contains(selector)
    }
}
