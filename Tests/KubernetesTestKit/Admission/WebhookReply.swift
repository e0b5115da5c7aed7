import JSONText

/// What a webhook answered.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response
package struct WebhookReply: Hashable, Sendable {
    /// The patch to apply; nil for none.
    package let patch: JSONPatch?
    /// Warnings for the one who asked.
    package let warnings: [String]
    /// The denial, if the write is denied.
    package let denial: APIStatus?

    /// Reads the answer to the call with that uid. Throws a sentence for an answer that breaks the protocol.
    package init(_ body: [UInt8], uid: String, webhook: Webhook) throws(WebhookFailure) {
        let value: JSONValue
        do {
            value = try JSONValue(json: body)
        } catch {
            throw WebhookFailure("invalid response: \(error.message)")
        }
        guard value["kind"] == "AdmissionReview", value["apiVersion"] == "admission.k8s.io/v1" else {
            throw WebhookFailure(
                "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got "
                    + "\(value["apiVersion"]?.text ?? "nothing"), Kind=\(value["kind"]?.text ?? "nothing")")
        }
        guard let response = value["response"], response.object != nil else {
            throw WebhookFailure("webhook response was absent")
        }
        guard response["uid"]?.string == uid else {
            throw WebhookFailure("expected response.uid=\"\(uid)\", got \(response["uid"]?.text ?? "nothing")")
        }
        warnings = response["warnings"]?.array?.compactMap(\.string) ?? []
        denial = response["allowed"] == true ? nil : Self.denial(response["status"] ?? [:], webhook)
        patch = try Self.patch(response)
    }

    private static func patch(_ response: JSONValue) throws(WebhookFailure) -> JSONPatch? {
        guard let encoded = response["patch"]?.string, !encoded.isEmpty else {
            guard response["patchType"] == nil else { throw WebhookFailure("webhook returned patchType without patch") }
            return nil
        }
        guard response["patchType"] == "JSONPatch" else {
            throw WebhookFailure("webhook returned response.patchType=\(response["patchType"]?.text ?? "nothing")")
        }
        do {
            guard let bytes = Base64.decode(encoded) else { throw PatchError(.malformed, "the patch is not Base64") }
            return try JSONPatch(try JSONValue(json: bytes))
        } catch {
            throw WebhookFailure("webhook returned a patch that is none: \(error)")
        }
    }

    /// The status that the one who asked gets (`ToStatusErr` of apiserver's webhook errors).
    private static func denial(_ status: JSONValue, _ webhook: Webhook) -> APIStatus {
        let prefix = "admission webhook \"\(webhook.name)\" denied the request"
        let reason = status["reason"]?.string ?? ""
        var message = status["message"]?.string ?? ""
        if message.isEmpty { message = reason }
        return APIStatus(
            max(400, status["code"]?.integer ?? 400), reason,
            message.isEmpty ? "\(prefix) without explanation" : "\(prefix): \(message)", details: status["details"])
    }
}
