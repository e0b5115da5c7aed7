/// What one rule has let somebody do.
package struct AccessGrant: Hashable, Sendable {
    /// The user whom it was let.
    package let user: String
    /// `ClusterRole NAME` or `Role NAMESPACE/NAME`.
    package let role: String
    /// The number of the rule in that role, from 0.
    package let rule: Int
    /// The verb.
    package let verb: String
    /// The API group; empty for the core group and for a path.
    package let group: String
    /// The plural name and, after a slash, the subresource; of a path the path.
    package let resource: String
    /// The object's name, where the rule is for certain names only; otherwise empty.
    package let name: String

    /// A grant of these facts.
    package init(user: String, role: String, rule: Int, verb: String, group: String, resource: String, name: String) {
        self.user = user
        self.role = role
        self.rule = rule
        self.verb = verb
        self.group = group
        self.resource = resource
        self.name = name
    }
}
