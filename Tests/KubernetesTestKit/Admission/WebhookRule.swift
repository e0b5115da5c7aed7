/// One of a webhook's `rules`: operations, groups, versions, resources and scope, each with its wildcards.
struct WebhookRule {
    private let rule: JSONValue

    /// The rule that an object spells.
    init(_ rule: JSONValue) {
        self.rule = rule
    }

    /// Whether the rule chooses this write.
    func matches(_ attributes: AdmissionAttributes) -> Bool {
        contains("operations", attributes.operation.rawValue) && contains("apiGroups", attributes.resource.group)
            && contains("apiVersions", attributes.resource.version) && matchesScope(attributes)
            && (rule["resources"]?.array ?? []).contains { matches(resource: $0.string ?? "", attributes) }
    }

    private func contains(_ list: String, _ value: String) -> Bool {
        (rule[list]?.array ?? []).contains { $0 == "*" || $0.string == value }
    }

    private func matchesScope(_ attributes: AdmissionAttributes) -> Bool {
        // Namespaces count as cluster-wide, although admission gives them a namespace.
        switch rule["scope"]?.string {
        case "Namespaced": attributes.resource.isNamespaced
        case "Cluster": !attributes.resource.isNamespaced
        default: true
        }
    }

    /// `pods`, `pods/status`, `*`, `*/*`, `pods/*`, `*/scale`.
    private func matches(resource pattern: String, _ attributes: AdmissionAttributes) -> Bool {
        let parts = pattern.split(separator: "/", maxSplits: 1).map(String.init)
        guard let resource = parts.first, resource == "*" || resource == attributes.resource.plural else {
            return false
        }
        guard parts.count > 1 else { return attributes.subresource.isEmpty }
        return parts[1] == "*" || parts[1] == attributes.subresource
    }
}
