/// One rule of a Role or ClusterRole: which verbs on which resources, or on which paths.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/
package struct PolicyRule: Hashable, Sendable {
    private let verbs: [String]
    private let groups: [String]
    private let resources: [String]
    private let names: [String]
    private let paths: [String]

    /// The rule that an object spells; a member that is missing lists nothing.
    package init(_ rule: JSONValue) {
        func list(_ key: String) -> [String] { (rule[key]?.array ?? []).compactMap(\.string) }
        verbs = list("verbs")
        groups = list("apiGroups")
        resources = list("resources")
        names = list("resourceNames")
        paths = list("nonResourceURLs")
    }

    /// Whether the rule is for certain objects only.
    package var isForNames: Bool { !names.isEmpty }

    /// Whether the rule allows a request, as `RuleAllows` of the API server's RBAC authorizer decides.
    ///
    /// A request without a name, such as a creation or a list without `fieldSelector=metadata.name=…`, is none of a rule with
    /// names.
    package func allows(_ request: RequestAttributes) -> Bool {
        guard Self.contains(verbs, request.verb) else { return false }
        guard request.isResourceRequest else { return paths.contains { Self.matches(path: $0, request.path) } }
        return Self.contains(groups, request.group) && resources.contains { Self.matches(resource: $0, request) }
            && (names.isEmpty || names.contains(request.name))
    }

    private static func contains(_ list: [String], _ value: String) -> Bool {
        list.contains { $0 == "*" || $0 == value }
    }

    /// `pods`, `pods/status`, `*`, `*/status`; `pods` is not for the subresources of pods.
    private static func matches(resource pattern: String, _ request: RequestAttributes) -> Bool {
        if pattern == "*" || pattern == request.fullResource { return true }
        return !request.subresource.isEmpty && pattern == "*/\(request.subresource)"
    }

    /// `/metrics`, `/debug/*`, `*`.
    private static func matches(path pattern: String, _ path: String) -> Bool {
        pattern == path || (pattern.last == "*" && path.hasPrefix(String(pattern.dropLast())))
    }
}
