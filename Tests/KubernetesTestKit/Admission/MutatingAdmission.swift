/// Runs a write through the mutating webhooks that are registered, as the API server's admission chain does.
///
/// In the order of names; a webhook with `reinvocationPolicy: IfNeeded` is called once more when a later one has changed
/// the object since.
struct MutatingAdmission: Sendable {
    /// The webhooks, in the order of their configurations' names.
    let webhooks: [Webhook]
    /// The labels of the namespace written to.
    let namespaceLabels: [String: String]
    /// How webhooks are reached.
    let caller: any WebhookCaller

    /// The object after all webhooks, and their warnings. Throws the status that the one who asked gets instead.
    func admit(
        _ attributes: AdmissionAttributes
    ) async throws(APIStatus) -> (object: JSONValue?, warnings: [String]) {
        // Configurations of webhooks are never sent to webhooks, so that a broken one can be mended.
        guard attributes.resource.group != "admissionregistration.k8s.io" else { return (attributes.object, []) }
        var attributes = attributes
        var warnings: [String] = []
        // For each webhook that may be called again: the object as that webhook left it.
        var left: [(webhook: Webhook, object: JSONValue?)] = []
        for webhook in webhooks {
            guard try await run(webhook, &attributes, &warnings) else { continue }
            if webhook.isReinvoked { left.append((webhook, attributes.object)) }
        }
        for (webhook, object) in left where object != attributes.object {
            _ = try await run(webhook, &attributes, &warnings)
        }
        return (attributes.object, warnings)
    }

    /// Calls one webhook if the write concerns it, and says whether it was called.
    private func run(
        _ webhook: Webhook, _ attributes: inout AdmissionAttributes, _ warnings: inout [String]
    ) async throws(APIStatus) -> Bool {
        guard try webhook.concerns(attributes, namespaceLabels: namespaceLabels),
            try MatchConditions.hold(for: webhook, attributes)
        else { return false }
        guard !attributes.isDryRun || webhook.supportsDryRun else {
            throw .badRequest("admission webhook \"\(webhook.name)\" does not support dry run")
        }
        guard let reply = try await reply(of: webhook, attributes) else { return true }
        warnings += reply.warnings
        if let denial = reply.denial { throw denial }
        guard let patch = reply.patch, let object = attributes.object else { return true }
        do {
            let patched = try patch.applied(to: object)
            attributes.object = ObjectDefaults.apply(to: patched, of: attributes.resource)
        } catch {
            throw Self.internalError("the patch of webhook \"\(webhook.name)\" does not apply: \(error.message)")
        }
        return true
    }

    /// The webhook's reply; nil where the call failed and its failures are ignored.
    private func reply(
        of webhook: Webhook, _ attributes: AdmissionAttributes
    ) async throws(APIStatus) -> WebhookReply? {
        var random = SystemRandomNumberGenerator()
        let uid = ObjectBirth.uid(using: &random)
        let body = AdmissionReviewBody.make(attributes, uid: uid).compact
        do {
            return try WebhookReply(try await caller.call(webhook, body: body), uid: uid, webhook: webhook)
        } catch {
            guard !webhook.ignoresFailure else { return nil }
            throw Self.internalError("failed calling webhook \"\(webhook.name)\": \(error.message)")
        }
    }

    private static func internalError(_ message: String) -> APIStatus {
        APIStatus(
            500, "InternalError", "Internal error occurred: \(message)",
            details: ["causes": [["message": .string(message)]]])
    }
}
