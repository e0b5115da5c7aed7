/// A webhook's `matchConditions`: expressions that all must hold of a write for the webhook to be called.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions
package enum MatchConditions {
    /// Whether all of a webhook's conditions hold. Throws 403, as the API server does under `failurePolicy: Fail`, where none
    /// is false and one errs; `Expression` says which it understands.
    package static func hold(
        for webhook: Webhook, _ attributes: AdmissionAttributes
    ) throws(APIStatus) -> Bool {
        let conditions = webhook.definition["matchConditions"]?.array ?? []
        guard !conditions.isEmpty else { return true }
        let variables = variables(attributes)
        var trouble: String?
        for condition in conditions {
            do throws(ExpressionError) {
                let expression = try Expression(condition["expression"]?.string ?? "")
                guard try expression.holds(variables) else { return false }
            } catch {
                trouble =
                    trouble ?? "matchCondition \"\(condition["name"]?.string ?? "")\" of \"\(webhook.name)\" "
                    + "resulted in error: \(error.message)"
            }
        }
        guard let trouble else { return true }
        guard !webhook.ignoresFailure else { return false }
        let resource = attributes.resource
        throw APIStatus(
            403, "Forbidden", "\(resource.qualifiedName) \"\(attributes.name)\" is forbidden: \(trouble)",
            details: ["name": .string(attributes.name), "kind": .string(resource.plural)])
    }

    /// What the expressions of conditions and policies may name.
    static func variables(_ attributes: AdmissionAttributes) -> [String: JSONValue] {
        let request = AdmissionReviewBody.make(attributes, uid: "")["request"] ?? [:]
        return ["object": attributes.object ?? .null, "oldObject": attributes.oldObject ?? .null, "request": request]
    }
}
