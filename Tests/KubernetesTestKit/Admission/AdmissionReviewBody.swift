/// The AdmissionReview that a webhook is sent, member by member as in `reviews/` of the recordings.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request
package enum AdmissionReviewBody {
    /// The body of one call; `uid` identifies it.
    package static func make(_ attributes: AdmissionAttributes, uid: String) -> JSONValue {
        let resource = attributes.resource
        let kind: JSONValue = [
            "group": .string(resource.group), "version": .string(resource.version), "kind": .string(resource.kind),
        ]
        let path: JSONValue = [
            "group": .string(resource.group), "version": .string(resource.version),
            "resource": .string(resource.plural),
        ]
        var request: JSONValue = ["uid": .string(uid), "kind": kind, "resource": path]
        if !attributes.subresource.isEmpty { request["subResource"] = .string(attributes.subresource) }
        request["requestKind"] = kind
        request["requestResource"] = path
        if !attributes.subresource.isEmpty { request["requestSubResource"] = .string(attributes.subresource) }
        if !attributes.name.isEmpty { request["name"] = .string(attributes.name) }
        if !attributes.namespace.isEmpty { request["namespace"] = .string(attributes.namespace) }
        request["operation"] = .string(attributes.operation.rawValue)
        request["userInfo"] = attributes.user.json
        request["object"] = attributes.object.map { ObjectShape.arrange($0, of: resource) } ?? .null
        request["oldObject"] = attributes.oldObject.map { ObjectShape.arrange($0, of: resource) } ?? .null
        request["dryRun"] = .boolean(attributes.isDryRun)
        request["options"] = attributes.options
        return ["kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": request]
    }
}
