/// One entry of a MutatingWebhookConfiguration.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/mutating-webhook-configuration-v1/
package struct Webhook: Hashable, Sendable {
    /// The entry as it is stored, defaults filled in.
    package let definition: JSONValue
    /// The name of the configuration that the entry is in.
    package let configuration: String

    /// An entry of the configuration of that name.
    package init(_ definition: JSONValue, configuration: String) {
        self.definition = definition
        self.configuration = configuration
    }

    /// The entry's name, which messages give.
    package var name: String { definition["name"]?.string ?? "" }

    /// Whether a failed call lets the request pass.
    package var ignoresFailure: Bool { definition["failurePolicy"] == "Ignore" }

    /// How long a call may take, in seconds.
    package var timeout: Int { definition["timeoutSeconds"]?.integer ?? 10 }

    /// Whether it is called again when a later webhook has changed the object.
    package var isReinvoked: Bool { definition["reinvocationPolicy"] == "IfNeeded" }

    /// Whether it may be called in a dry run.
    package var supportsDryRun: Bool {
        ["None", "NoneOnDryRun"].contains(definition["sideEffects"]?.string ?? "")
    }

    /// The certificate authorities, PEM; empty when none are given.
    package var authorities: [UInt8] {
        definition.at("clientConfig", "caBundle")?.string.flatMap(Base64.decode) ?? []
    }

    /// Whether rules and selectors choose this write. Throws 400 for a selector that is none.
    package func concerns(
        _ attributes: AdmissionAttributes, namespaceLabels: [String: String]
    ) throws(APIStatus) -> Bool {
        guard (definition["rules"]?.array ?? []).contains(where: { WebhookRule($0).matches(attributes) }) else {
            return false
        }
        if !attributes.namespace.isEmpty {
            let selector = try LabelQuery(selector: definition["namespaceSelector"] ?? [:])
            guard selector.matches(namespaceLabels) else { return false }
        }
        let selector = try LabelQuery(selector: definition["objectSelector"] ?? [:])
        return [attributes.object, attributes.oldObject].contains { object in
            guard let object else { return false }
            return selector.matches(StringMap.read(object.at("metadata", "labels")))
        }
    }
}
