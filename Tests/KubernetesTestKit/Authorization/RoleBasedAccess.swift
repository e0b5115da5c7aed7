/// Roles and their bindings, and what they let whom do.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/
package struct RoleBasedAccess: Hashable, Sendable {
    /// Names a role; the namespace of a ClusterRole is empty.
    private struct RoleName: Hashable {
        let namespace: String
        let name: String

        var text: String { namespace.isEmpty ? "ClusterRole \(name)" : "Role \(namespace)/\(name)" }
    }

    /// Whom a role is given to; the namespace of a ClusterRoleBinding is empty.
    private struct Binding: Hashable {
        let namespace: String
        let role: RoleName
        let subjects: [JSONValue]
    }

    private var roles: [RoleName: [PolicyRule]] = [:]
    private var bindings: [Binding] = []

    /// The access that these objects give: ClusterRoles, Roles, ClusterRoleBindings and RoleBindings. Others are passed over.
    package init(_ objects: some Sequence<JSONValue>) {
        for object in objects { add(object) }
    }

    /// Every rule that allows a request: none forbids it, since what no rule allows is refused.
    ///
    /// A ClusterRoleBinding gives its role everywhere; a RoleBinding only in its own namespace, a ClusterRole too.
    package func grants(for request: RequestAttributes) -> [AccessGrant] {
        bindings.filter { $0.namespace.isEmpty || (request.isResourceRequest && $0.namespace == request.namespace) }
            .filter { binding in binding.subjects.contains { Self.isMeant($0, request.user, binding.namespace) } }
            .flatMap { binding in
                (roles[binding.role] ?? []).enumerated().filter { $0.element.allows(request) }.map { index, rule in
                    AccessGrant(
                        user: request.user.name, role: binding.role.text, rule: index, verb: request.verb,
                        group: request.group, resource: request.isResourceRequest ? request.fullResource : request.path,
                        name: rule.isForNames ? request.name : "")
                }
            }
    }

    private mutating func add(_ object: JSONValue) {
        let namespace = object.at("metadata", "namespace")?.string ?? ""
        switch object["kind"]?.string {
        case "ClusterRole", "Role":
            let name = object.at("metadata", "name")?.string ?? ""
            roles[RoleName(namespace: namespace, name: name)] = (object["rules"]?.array ?? []).map(PolicyRule.init)
        case "ClusterRoleBinding", "RoleBinding":
            let isOfCluster = object.at("roleRef", "kind") == "ClusterRole"
            // A ClusterRoleBinding cannot give a Role.
            guard isOfCluster || !namespace.isEmpty else { return }
            let role = RoleName(
                namespace: isOfCluster ? "" : namespace, name: object.at("roleRef", "name")?.string ?? "")
            bindings.append(Binding(namespace: namespace, role: role, subjects: object["subjects"]?.array ?? []))
        default:
            break
        }
    }

    /// Whether a subject of a binding is this user; a ServiceAccount without a namespace is of the binding's.
    private static func isMeant(_ subject: JSONValue, _ user: UserInfo, _ namespace: String) -> Bool {
        guard let name = subject["name"]?.string else { return false }
        switch subject["kind"]?.string {
        case "User": return user.name == name
        case "Group": return user.groups.contains(name)
        case "ServiceAccount":
            let own = subject["namespace"]?.string ?? ""
            let home = own.isEmpty ? namespace : own
            return !home.isEmpty && user.name == UserInfo.serviceAccount(name, in: home).name
        default: return false
        }
    }
}
