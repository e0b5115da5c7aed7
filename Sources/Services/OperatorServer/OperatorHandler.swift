package import EventLoop
package import HTTP1
package import HTTPServer
package import Metrics
internal import Posix

/// The operator's port: `/healthz`, `/readyz`, `/metrics`, for the kubelet and Prometheus. Never reached by workloads.
package struct OperatorHandler: HTTPHandler {
    private let metrics: MetricsRegistry
    private let readiness: ReadinessChecks
    private let loops: [EventLoop]

    /// How long a loop may be busy before it counts as stuck; an idle one turns every second.
    private static let patience = Duration.seconds(10)

    /// A handler that shows these metrics, checks and loops.
    package init(metrics: MetricsRegistry, readiness: ReadinessChecks, loops: [EventLoop]) {
        self.metrics = metrics
        self.readiness = readiness
        self.loops = loops
    }

    /// Answers GET and HEAD on the three paths; no request of this port has a body.
    package func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        guard ["/healthz", "/readyz", "/metrics"].contains(head.path) else { return .reject(status: 404) }
        return .get(head)
    }

    /// Answers one admitted request.
    package func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        switch request.head.path {
        case "/metrics":
            await responder.respond(
                status: 200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
                body: metrics.render())
        case "/readyz":
            let results = await readiness.results()
            await respond(responder, isGood: results.allSatisfy { $0.failure == nil }, lines: results)
        default:
            let now = MonotonicTime.now()
            let stuck = loops.indices.filter { now.since(loops[$0].lastTurn) > Self.patience }
            await respond(
                responder, isGood: stuck.isEmpty,
                lines: stuck.map { ("loop \($0)", "has not turned for \(Self.patience)") })
        }
    }

    /// The API server's own shape for health: `[+]` passes, `[-]` fails, and the reason, which here is no secret.
    private func respond(_ responder: consuming Responder, isGood: Bool, lines: [ReadinessChecks.Result]) async {
        var text = lines.map { check in
            check.failure.map { reason in "[-]\(check.name): \(reason)\n" } ?? "[+]\(check.name) ok\n"
        }
        text.append(isGood ? "ok\n" : "not ok\n")
        await responder.respond(
            status: isGood ? 200 : 503,
            headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
            body: Array(text.joined().utf8))
    }
}
