package import Admission
package import Dependencies
package import HTTP1
package import HTTPServer
internal import Locking
package import Logging
package import Metrics
package import Policies
package import WaitGraph

/// The webhook's port: one route, `POST /mutate`, from the request's body to the answer of `Admission`.
///
/// A review is answered on the connection's own loop, since it does no I/O and takes microseconds. Thread-safe.
package final class WebhookHandler: HTTPHandler {
    /// The one path that is served.
    package static let path = "/mutate"
    /// The largest body that is read unless a setting says otherwise: twice the largest object that the API server
    /// stores (an UPDATE sends old and new), and room to spare.
    package static let defaultBodyLimit = 7 * 1_048_576

    private let admission: Locked<Admission>
    private let bodyLimit: Int
    private let namespaces: @Sendable (String) -> NamespaceDefaults?
    private let policies: @Sendable () -> PoliciesInForce
    private let circles: @Sendable (WorkloadNode) -> CircleAnswer
    private let metrics: WebhookMetrics
    private let logger: Logger

    /// A webhook under `settings`. `bodyLimit` is in bytes; `namespaces` says what a Namespace says for its pods,
    /// `policies` which policies hold now, and `circles` whether a workload could ever start if it were such; none of them
    /// must block. Metrics are made in `registry`; `logger` gets one line a review: at debug, or at info for what was
    /// refused.
    package init(
        settings: AdmissionSettings, bodyLimit: Int = WebhookHandler.defaultBodyLimit,
        namespaces: @escaping @Sendable (String) -> NamespaceDefaults? = { _ in nil },
        policies: @escaping @Sendable () -> PoliciesInForce = { .none },
        circles: @escaping @Sendable (WorkloadNode) -> CircleAnswer = { _ in .none }, registry: MetricsRegistry,
        logger: Logger
    ) {
        admission = Locked(Admission(settings))
        self.bodyLimit = bodyLimit
        self.namespaces = namespaces
        self.policies = policies
        self.circles = circles
        metrics = WebhookMetrics(registry)
        self.logger = logger
    }

    /// Puts other settings in force, for every review that begins after this call: new pins, another image.
    package func apply(_ settings: AdmissionSettings) {
        let replacement = Admission(settings)
        admission.withLock { $0 = replacement }
    }

    /// Refuses by the head what no API server sends, before a byte of a body is read.
    package func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        guard head.path == Self.path else { return .reject(status: 404) }
        return .postedJSON(head, limit: bodyLimit)
    }

    /// Reviews with the settings in force when the body is complete.
    package func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        let began = ContinuousClock.now
        let admission = admission.withLock { $0 }
        let answer = admission.review(
            request.body.span, namespaces: namespaces, policies: policies(), circles: circles)
        let took = ContinuousClock.now - began
        metrics.count(answer, took: took)
        log(answer, took: took)
        await responder.respond(
            status: answer.status, headers: [("Content-Type", answer.contentType)], body: answer.body)
    }

    private func log(_ answer: AdmissionAnswer, took: Duration) {
        let isRefusal = answer.outcome == .denied || answer.outcome == .malformed
        let level: Logger.Level = isRefusal ? .info : .debug
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "outcome": "\(answer.outcome.rawValue)", "object": "\(answer.subject)",
            "microseconds": "\(took / .microseconds(1))",
        ]
        if let reason = answer.reason { metadata["reason"] = "\(reason)" }
        if let circle = answer.circle { metadata["circle"] = "\(circle.rawValue)" }
        logger.log(level: level, isRefusal ? "review refused" : "review answered", metadata: metadata)
    }
}
