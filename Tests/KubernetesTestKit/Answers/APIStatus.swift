/// A Kubernetes `Status` that reports a failure: what the API server answers instead of an object.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
package struct APIStatus: Error, Hashable, Sendable {
    /// The HTTP status.
    package let code: Int
    /// The machine-readable reason, such as `NotFound`.
    package let reason: String
    /// The sentence for people.
    package let message: String
    /// The object or kind that it is about; nil where the API server sends no details at all.
    package let details: JSONValue?
    /// `metadata` of the answer; only expired continue tokens put something there.
    package let metadata: JSONValue
    /// Seconds for a `Retry-After` header.
    package let retryAfter: Int?

    /// A status of that HTTP code, reason and sentence.
    package init(
        _ code: Int, _ reason: String, _ message: String, details: JSONValue? = nil, metadata: JSONValue = [:],
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        self.metadata = metadata
        self.retryAfter = retryAfter
    }

    /// The answer's body.
    package var body: JSONValue {
        var value: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": metadata, "status": "Failure",
            "message": .string(message),
        ]
        if !reason.isEmpty { value["reason"] = .string(reason) }
        value["details"] = details
        value["code"] = .integer(code)
        return value
    }
}

extension APIStatus {
    /// 404 for an object that is not there.
    package static func notFound(_ resource: ResourceDefinition, _ name: String) -> APIStatus {
        APIStatus(
            404, "NotFound", "\(resource.qualifiedName) \"\(name)\" not found", details: details(resource, name: name))
    }

    /// 404 for a path that the API server does not serve.
    package static let pathNotFound = APIStatus(
        404, "NotFound", "the server could not find the requested resource", details: [:])

    /// 409 for creating what is there already.
    package static func alreadyExists(_ resource: ResourceDefinition, _ name: String) -> APIStatus {
        APIStatus(
            409, "AlreadyExists", "\(resource.qualifiedName) \"\(name)\" already exists",
            details: details(resource, name: name))
    }

    /// 409 for writing an object on the grounds of an old version of it, or with a precondition that does not hold.
    package static func conflict(
        _ resource: ResourceDefinition, _ name: String,
        because: String =
            "the object has been modified; please apply your changes to the latest version and try again"
    ) -> APIStatus {
        APIStatus(
            409, "Conflict", "Operation cannot be fulfilled on \(resource.qualifiedName) \"\(name)\": \(because)",
            details: details(resource, name: name))
    }

    /// 422 for an object that breaks one rule of its kind; `because` reads `field: what is wrong`.
    package static func invalid(
        _ resource: ResourceDefinition, _ name: String, field: String, reason: String, because: String
    ) -> APIStatus {
        var about: JSONValue = ["name": .string(name)]
        if !resource.group.isEmpty { about["group"] = .string(resource.group) }
        about["kind"] = .string(resource.kind)
        about["causes"] = [
            ["reason": .string(reason), "message": .string(because), "field": .string(field)]
        ]
        let kind = resource.group.isEmpty ? resource.kind : "\(resource.kind).\(resource.group)"
        return APIStatus(422, "Invalid", "\(kind) \"\(name)\" is invalid: \(field): \(because)", details: about)
    }

    /// 400 for a request that cannot be understood.
    package static func badRequest(_ message: String) -> APIStatus { APIStatus(400, "BadRequest", message) }

    /// 403 for a user who may not.
    package static func forbidden(_ request: RequestAttributes) -> APIStatus {
        var details: JSONValue = [:]
        if !request.name.isEmpty { details["name"] = .string(request.name) }
        if !request.group.isEmpty { details["group"] = .string(request.group) }
        details["kind"] = .string(request.resource)
        let qualified = request.group.isEmpty ? request.resource : "\(request.resource).\(request.group)"
        let subject = request.name.isEmpty ? qualified : "\(qualified) \"\(request.name)\""
        let resource = request.subresource.isEmpty ? request.resource : "\(request.resource)/\(request.subresource)"
        let scope = request.namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(request.namespace)\""
        let message =
            "\(subject) is forbidden: User \"\(request.user.name)\" cannot \(request.verb) resource \"\(resource)\" "
            + "in API group \"\(request.group)\" \(scope)"
        return APIStatus(403, "Forbidden", message, details: details)
    }

    /// 403 for a path that is no resource.
    package static func forbiddenPath(_ request: RequestAttributes) -> APIStatus {
        APIStatus(
            403, "Forbidden",
            "forbidden: User \"\(request.user.name)\" cannot \(request.verb) path \"\(request.path)\"", details: [:])
    }

    /// 401 for a token that nobody knows.
    package static let unauthorized = APIStatus(401, "Unauthorized", "Unauthorized")

    /// 405 for a verb that the resource does not have.
    package static let methodNotAllowed = APIStatus(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource", details: [:])

    /// 415 for a body or patch type that the resource does not take.
    package static func unsupportedMediaType(_ supported: [String]) -> APIStatus {
        APIStatus(
            415, "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: "
                + supported.joined(separator: ", "))
    }

    /// 422 for a patch that does not apply, as a failed `test` is answered (recorded in
    /// `webhook-config-json-patch-test-failed.http`).
    package static let patchDoesNotApply = APIStatus(
        422, "Invalid", "the server rejected our request due to an error in our request", details: [:])

    /// 410 for a version that is older than the history kept.
    package static func tooOld(_ version: Int, oldest: Int) -> APIStatus {
        APIStatus(410, "Expired", "too old resource version: \(version) (\(oldest))")
    }

    private static func details(_ resource: ResourceDefinition, name: String) -> JSONValue {
        var value: JSONValue = ["name": .string(name)]
        if !resource.group.isEmpty { value["group"] = .string(resource.group) }
        value["kind"] = .string(resource.plural)
        return value
    }
}
