/// Why a webhook gave no usable answer.
package struct WebhookFailure: Error, Hashable, Sendable {
    /// One sentence, as the API server words it.
    package let message: String

    /// A failure with its sentence.
    package init(_ message: String) {
        self.message = message
    }
}
