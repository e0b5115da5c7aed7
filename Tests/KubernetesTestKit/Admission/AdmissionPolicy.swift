/// A ValidatingAdmissionPolicy and the binding that puts it into force.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
struct AdmissionPolicy: Sendable {
    /// The policy as it is stored.
    let definition: JSONValue
    /// The binding as it is stored.
    let binding: JSONValue

    /// Checks a write, as it is after mutating admission. Throws the denial where a validation does not hold, or errs under
    /// `failurePolicy: Fail`; 500 for a policy with parameters or a binding with constraints of its own, which are not
    /// understood.
    func validate(_ attributes: AdmissionAttributes, namespaceLabels: [String: String]) throws(APIStatus) {
        // Policies are not asked about policies, so that a broken one can be mended.
        let isPolicy = attributes.resource.plural.hasPrefix("validatingadmissionpolic")
        guard !isPolicy || attributes.resource.group != "admissionregistration.k8s.io" else { return }
        guard definition.at("spec", "paramKind") == nil, binding.at("spec", "matchResources") == nil else {
            throw APIStatus(
                500, "InternalError", "policies with parameters, and bindings that choose, are not understood here")
        }
        let matching = matching
        guard try matching.concerns(attributes, namespaceLabels: namespaceLabels),
            try MatchConditions.hold(for: matching, attributes)
        else { return }
        let variables = MatchConditions.variables(attributes)
        for validation in definition.at("spec", "validations")?.array ?? [] {
            let text = validation["expression"]?.string ?? ""
            do throws(ExpressionError) {
                guard try !Expression(text).holds(variables) else { continue }
            } catch {
                guard !matching.ignoresFailure else { continue }
                throw denial(attributes, "expression '\(text)' resulted in error: \(error.message)", reason: nil)
            }
            throw denial(
                attributes, validation["message"]?.string ?? "failed expression: \(text)",
                reason: validation["reason"]?.string)
        }
    }

    /// What chooses writes, which is as for a webhook.
    private var matching: Webhook {
        let constraints = definition.at("spec", "matchConstraints") ?? [:]
        var entry: JSONValue = ["name": .string(name(of: definition))]
        entry["rules"] = constraints["resourceRules"]
        entry["namespaceSelector"] = constraints["namespaceSelector"]
        entry["objectSelector"] = constraints["objectSelector"]
        entry["failurePolicy"] = definition.at("spec", "failurePolicy")
        entry["matchConditions"] = definition.at("spec", "matchConditions")
        return Webhook(entry, configuration: name(of: definition))
    }

    private func name(of object: JSONValue) -> String { object.at("metadata", "name")?.string ?? "" }

    private func denial(_ attributes: AdmissionAttributes, _ message: String, reason: String?) -> APIStatus {
        let codes = ["Forbidden": 403, "Unauthorized": 401, "RequestEntityTooLarge": 413]
        let reason = reason ?? "Invalid"
        return APIStatus(
            codes[reason] ?? 422, reason,
            "\(attributes.resource.qualifiedName) \"\(attributes.name)\" is forbidden: ValidatingAdmissionPolicy "
                + "'\(name(of: definition))' with binding '\(name(of: binding))' denied request: \(message)",
            details: ["name": .string(attributes.name), "kind": .string(attributes.resource.plural)])
    }
}
