/// The matchConditions that are understood, by their text: the kit evaluates no CEL, it knows what the project ships.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions
package struct MatchConditions: Sendable {
    /// Says whether a condition holds for a write.
    package typealias Predicate = @Sendable (AdmissionAttributes) -> Bool

    private var predicates: [String: Predicate]

    /// The conditions of the project's own manifests.
    package init() {
        predicates = [:]
        register(
            "has(object.metadata.annotations) && object.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))"
        ) { attributes in
            (attributes.object?.at("metadata", "annotations")?.object?.keys ?? []).contains {
                $0.hasPrefix("wait.k8s/")
            }
        }
        let annotated =
            "has(object.metadata.annotations) && object.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))"
        let ours = "has(c.image) && c.image.startsWith('registry.example.com/k8s-wait')"
        register(
            "\(annotated) || has(object.spec.initContainers) && object.spec.initContainers.exists(c, \(ours)) || "
                + "object.spec.containers.exists(c, \(ours))"
        ) { attributes in
            let keys = attributes.object?.at("metadata", "annotations")?.object?.keys ?? []
            let containers = ["initContainers", "containers"].flatMap {
                attributes.object?.at("spec", $0)?.array ?? []
            }
            return keys.contains { $0.hasPrefix("wait.k8s/") }
                || containers.contains { $0["image"]?.string?.hasPrefix("registry.example.com/k8s-wait") ?? false }
        }
        registerWorkloads()
        register("true") { _ in true }
        register("false") { _ in false }
    }

    /// Makes a text known; blanks do not count.
    package mutating func register(_ expression: String, _ predicate: @escaping Predicate) {
        predicates[Self.normal(expression)] = predicate
    }

    /// Whether all of a webhook's conditions hold. Throws 403, as the API server does under `failurePolicy: Fail`, where none
    /// is false and one is unknown.
    package func hold(for webhook: Webhook, _ attributes: AdmissionAttributes) throws(APIStatus) -> Bool {
        var unknown: String?
        for condition in webhook.definition["matchConditions"]?.array ?? [] {
            let expression = condition["expression"]?.string ?? ""
            guard let predicate = predicates[Self.normal(expression)] else {
                unknown = unknown ?? condition["name"]?.string ?? expression
                continue
            }
            guard predicate(attributes) else { return false }
        }
        guard let unknown else { return true }
        guard !webhook.ignoresFailure else { return false }
        let resource = attributes.resource
        throw APIStatus(
            403, "Forbidden",
            "\(resource.qualifiedName) \"\(attributes.name)\" is forbidden: the test kit does not know the expression of "
                + "matchCondition \"\(unknown)\" of webhook \"\(webhook.name)\"; register it with MatchConditions",
            details: ["name": .string(attributes.name), "kind": .string(resource.plural)])
    }

    private static func normal(_ expression: String) -> String {
        expression.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
