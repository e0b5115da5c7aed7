import JSONText
import KubernetesTestKit
import Locking

/// A webhook that answers as a test tells it to, and remembers what it was asked.
final class ScriptedWebhook: WebhookCaller {
    /// What is answered: the `response` of the AdmissionReview without its uid, or nil for a call that fails.
    typealias Script = @Sendable (_ webhook: String, _ review: JSONValue) -> JSONValue?

    private let script: Script
    private let calls = Locked<[(webhook: String, review: JSONValue)]>([])

    init(_ script: @escaping Script = { _, _ in ["allowed": true] }) {
        self.script = script
    }

    /// The webhooks called so far, with what they were sent.
    var received: [(webhook: String, review: JSONValue)] { calls.withLock { $0 } }

    func call(_ webhook: Webhook, body: [UInt8]) async throws(WebhookFailure) -> [UInt8] {
        let review: JSONValue
        do { review = try JSONValue(json: body) } catch { throw WebhookFailure(error.message) }
        calls.withLock { $0.append((webhook.name, review)) }
        guard var response = script(webhook.name, review) else { throw WebhookFailure("connection refused") }
        response["uid"] = response["uid"] ?? review.at("request", "uid")
        let answer: JSONValue = [
            "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "response": response,
        ]
        return answer.compact
    }

    /// A response that allows with a patch.
    static func allow(patch: JSONValue, warnings: [String] = []) -> JSONValue {
        [
            "allowed": true, "patchType": "JSONPatch", "patch": .string(Base64.encode(patch.compact)),
            "warnings": .strings(warnings),
        ]
    }

    /// A configuration with one entry for pods and workloads, changed by `change`.
    static func configuration(_ names: [String], _ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
        let webhooks = names.map { name -> JSONValue in
            var webhook: JSONValue = [
                "name": .string(name), "clientConfig": ["url": "https://localhost/mutate"], "sideEffects": "None",
                "admissionReviewVersions": ["v1"],
                "rules": [
                    [
                        "operations": ["CREATE", "UPDATE"], "apiGroups": ["*"], "apiVersions": ["v1"],
                        "resources": ["*", "pods/ephemeralcontainers"],
                    ]
                ],
            ]
            change(&webhook)
            return webhook
        }
        return [
            "kind": "MutatingWebhookConfiguration", "apiVersion": "admissionregistration.k8s.io/v1",
            "metadata": ["name": .string(names.first ?? "none")], "webhooks": .array(webhooks),
        ]
    }
}
