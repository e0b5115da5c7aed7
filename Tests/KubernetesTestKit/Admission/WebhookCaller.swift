/// Carries an AdmissionReview to a webhook and its answer back.
package protocol WebhookCaller: Sendable {
    /// The body of the webhook's answer. Throws where it cannot be reached, is not trusted, or does not answer in time.
    func call(_ webhook: Webhook, body: [UInt8]) async throws(WebhookFailure) -> [UInt8]
}
