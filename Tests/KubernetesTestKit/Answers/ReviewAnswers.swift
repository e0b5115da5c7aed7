/// Resources that are asked, not stored: token and access reviews.
enum ReviewAnswers {
    /// A TokenReview's answer (`tokenreview-valid.http`, `tokenreview-invalid.http`); `user` is nil for an unknown token.
    static func tokenReview(_ body: JSONValue, user: UserInfo?) -> JSONValue {
        var value = body
        value["metadata"] = body["metadata"] ?? [:]
        guard let user else {
            value["status"] = ["user": [:], "error": "invalid bearer token"]
            return value
        }
        value["status"] = ["authenticated": true, "user": user.json]
        if let audiences = body.at("spec", "audiences") { value[path: "status"]["audiences"] = audiences }
        return value
    }

    /// An access review's answer.
    static func accessReview(_ body: JSONValue, isAllowed: Bool) -> JSONValue {
        var value = body
        value["metadata"] = body["metadata"] ?? [:]
        value["status"] = isAllowed ? ["allowed": true] : ["allowed": false]
        return value
    }

    /// What a SelfSubjectReview says.
    static func selfReview(_ body: JSONValue, user: UserInfo) -> JSONValue {
        var value = body
        value["metadata"] = body["metadata"] ?? [:]
        value["status"] = ["userInfo": user.json]
        return value
    }

    /// What an access review asks, in the terms of authorization.
    static func attributes(_ body: JSONValue, user: UserInfo) -> RequestAttributes {
        let spec = body["spec"] ?? [:]
        var asked = user
        if let name = spec["user"]?.string {
            asked = UserInfo(name: name, groups: spec["groups"]?.array?.compactMap(\.string) ?? [])
        }
        guard let resource = spec["resourceAttributes"] else {
            return RequestAttributes(
                user: asked, verb: spec.at("nonResourceAttributes", "verb")?.string ?? "",
                path: spec.at("nonResourceAttributes", "path")?.string ?? "")
        }
        var attributes = RequestAttributes(user: asked, verb: resource["verb"]?.string ?? "", path: "")
        attributes.group = resource["group"]?.string ?? ""
        attributes.version = resource["version"]?.string ?? ""
        attributes.resource = resource["resource"]?.string ?? ""
        attributes.subresource = resource["subresource"]?.string ?? ""
        attributes.namespace = resource["namespace"]?.string ?? ""
        attributes.name = resource["name"]?.string ?? ""
        return attributes
    }
}
