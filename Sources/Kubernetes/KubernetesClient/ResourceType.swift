import Encodings

/// A kind of object as the API server serves it: where its collection is, and what our account must be allowed to do.
package struct ResourceType: Hashable, Sendable, CustomStringConvertible {
    /// What RBAC calls the things that can be done with a resource.
    ///
    /// <https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb>
    package enum Verb: String, CaseIterable, Hashable, Sendable {
        case get
        case list
        case watch
        case create
        case update
        case patch
        case delete
    }

    /// The API group: empty for the core group.
    package let group: String
    /// The version, such as `v1`.
    package let version: String
    /// The lower-case plural that stands in URLs and RBAC rules.
    package let plural: String
    /// The kind, such as `EndpointSlice`.
    package let kind: String
    /// Whether objects of this kind live in namespaces.
    package let isNamespaced: Bool
    /// What our account does with them, and so what its ClusterRole must grant.
    package let verbs: [Verb]
    /// What our account does that for: half a sentence, for people who grant it.
    package let purpose: String

    /// A row of the table, or a kind that discovery found: those are only listed and watched.
    package init(
        group: String, version: String, plural: String, kind: String, isNamespaced: Bool,
        verbs: [Verb] = [.list, .watch], purpose: String = "waited for as objects of any kind"
    ) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.isNamespaced = isNamespaced
        self.verbs = verbs
        self.purpose = purpose
    }

    /// `apiVersion` of an object of this kind.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The resource as RBAC and `kubectl api-resources` write it: `pods`, `jobs.batch`.
    package var description: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// The path of the collection, or of one object in it, without the server.
    ///
    /// <https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris>
    /// - Parameters:
    ///   - namespace: the namespace, or nil for all of them; not looked at for a kind without namespaces.
    ///   - name: the object, or nil for the collection.
    ///   - subresource: `status`, `binding`, … of that object.
    /// - Returns: the path, percent-encoded.
    package func path(namespace: String? = nil, name: String? = nil, subresource: String? = nil) -> String {
        var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        if isNamespaced, let namespace { path += "/namespaces/\(PercentEncoding.encode(namespace))" }
        path += "/\(plural)"
        guard let name else { return path }
        path += "/\(PercentEncoding.encode(name))"
        guard let subresource else { return path }
        return path + "/\(PercentEncoding.encode(subresource))"
    }
}
