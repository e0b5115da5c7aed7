/// Why a question to the Kubernetes API server, or the configuration for asking it, failed.
package struct KubernetesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// The configuration (kubeconfig, service account) is missing, broken or asks for something not supported.
        case configuration
        /// The server could not be reached, or the connection broke.
        case connection
        /// The TLS session could not be made: the peer was not verified, or our certificate was not accepted.
        case tls
        /// The request's deadline passed, or a watch was silent for too long.
        case timeout
        /// The caller, or the end of the client, cancelled the request.
        case cancelled
        /// The answer was larger than the limit.
        case tooLarge
        /// The answer was not what the API promises: broken JSON, or no resourceVersion.
        case unreadable
        /// HTTP 400, or another 4xx that has no code of its own.
        case badRequest
        /// HTTP 401: the credentials were not accepted.
        case unauthorized
        /// HTTP 403: RBAC, or an admission plugin, said no.
        case forbidden
        /// HTTP 404: no such object, or no such resource.
        case notFound
        /// HTTP 409 with reason AlreadyExists.
        case alreadyExists
        /// HTTP 409 otherwise: the object was changed by somebody else.
        case conflict
        /// HTTP 410: the resourceVersion or the continue token is too old.
        case expired
        /// HTTP 422: the object was not valid, or a JSON Patch did not apply.
        case invalid
        /// HTTP 429: priority and fairness, or an eviction budget, asks for patience.
        case tooManyRequests
        /// HTTP 5xx.
        case serverError
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence with the offending value and, where it helps, what to do.
    package let message: String
    /// The HTTP status of the answer; nil when there was none.
    package let httpStatus: Int?
    /// `reason` of the answer's `metav1.Status`, such as `AlreadyExists`; empty when there was none.
    package let reason: String
    /// How many seconds the server asks to wait before the next try: `Retry-After` or the Status's retryAfterSeconds.
    package let retryAfterSeconds: Int?

    /// How long the server asks to wait before the next try, though no longer than `limit`; zero where it does not ask.
    package func requestedPause(atMost limit: Duration) -> Duration {
        min(.seconds(min(retryAfterSeconds ?? 0, 1 << 20)), limit)
    }

    /// An error that did not come from an answer of the API server.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        self.httpStatus = nil
        self.reason = ""
        self.retryAfterSeconds = nil
    }

    /// The error that an answer of the API server stands for.
    init(_ code: Code, _ message: String, httpStatus: Int, reason: String, retryAfterSeconds: Int?) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.reason = reason
        self.retryAfterSeconds = retryAfterSeconds
    }

    package var description: String { message }
}
