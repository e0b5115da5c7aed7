/// What one request asks for, as authorization sees it
/// (https://kubernetes.io/docs/reference/access-authn-authz/authorization/#review-your-request-attributes).
package struct RequestAttributes: Hashable, Sendable {
    /// Who asks.
    package var user: UserInfo
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; for a path the HTTP method in lower case.
    package var verb: String
    /// The API group, empty for the core group and for a path.
    package var group = ""
    /// The API version, `v1`.
    package var version = ""
    /// The plural name of the resource; empty for a path.
    package var resource = ""
    /// The subresource, such as `status`; empty for the object itself.
    package var subresource = ""
    /// The namespace; empty at the cluster scope.
    package var namespace = ""
    /// The object's name; of a list or watch the one that its fieldSelector asks for, if it does. Otherwise empty.
    package var name = ""
    /// The request's path, without the query.
    package var path: String

    /// The attributes of a request for a path; those of a resource are set afterwards.
    package init(user: UserInfo, verb: String, path: String) {
        self.user = user
        self.verb = verb
        self.path = path
    }

    /// Whether this is a request for a resource, not for a path such as `/version`.
    package var isResourceRequest: Bool { !resource.isEmpty }

    /// The plural name and, after a slash, the subresource, as rules name it.
    package var fullResource: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }
}
