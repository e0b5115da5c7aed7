internal import HTTP1
internal import HTTPServer
internal import Logging
internal import Metrics
internal import Posix
internal import TLS

/// Counts and logs what happens on one port.
struct PortObserver: HTTPServerObserver {
    private let logger: Logger
    private let accepted: Counter
    private let answers: [Counter]
    private let refused: [String: Counter]

    /// Everything that a peer can be turned away for, besides the limits and time-outs that the server names.
    private static let otherReasons = ["handshake", "malformed", "unanswered", "exhausted"]

    /// - Parameter port: the metrics' label `server` and the logger's name.
    init(port: String, metrics: MetricsRegistry, logger: Logger) {
        self.logger = logger
        accepted = metrics.counter(
            "k8s_wait_http_connections_total", help: "Connections accepted, by port.", labels: [("server", port)])
        answers = (1...5).map { hundreds in
            metrics.counter(
                "k8s_wait_http_requests_total", help: "Answers, by port and class of status.",
                labels: [("server", port), ("code", "\(hundreds)xx")])
        }
        let reasons =
            HTTPServerEvent.Limit.allCases.map(\.rawValue)
            + HTTPServerEvent.Timeout.allCases.map { "\($0.rawValue)Timeout" } + Self.otherReasons
        refused = metrics.counters(
            "k8s_wait_http_refused_total", help: "Connections and requests turned away or cut, by port and reason.",
            beside: [("server", port)], by: "reason", of: reasons)
    }

    /// Takes note of one event.
    func observe(_ event: HTTPServerEvent) {
        switch event {
        case .accepted: accepted.increment()
        case .closed: break
        case .answered(let status): answers[min(max(status / 100, 1), 5) - 1].increment()
        case .refused(let limit, let peer):
            refuse(limit.rawValue, "peer refused: limit reached", ["limit": "\(limit.rawValue)", "peer": "\(peer)"])
        case .timedOut(let timeout, let peer):
            refuse(
                "\(timeout.rawValue)Timeout", "peer cut: too slow",
                ["timeout": "\(timeout.rawValue)", "peer": "\(peer)"])
        case .handshakeFailed(let error, let peer):
            refuse("handshake", "TLS handshake failed", ["reason": "\(error.message)", "peer": "\(peer)"])
        case .malformed(let error, let peer):
            refuse("malformed", "request refused", ["reason": "\(error.message)", "peer": "\(peer)"])
        case .unanswered:
            refused["unanswered"]?.increment()
            logger.error("a request was not answered")
        case .exhausted(let error):
            refused["exhausted"]?.increment()
            logger.error("connections cannot be accepted", metadata: ["reason": "\(error.message)"])
        case .recovered:
            logger.notice("connections are accepted again")
        }
    }

    /// A peer's own fault is counted, and told only to who looks closely: a flood must not fill the log.
    private func refuse(_ reason: String, _ message: Logger.Message, _ metadata: @autoclosure () -> Logger.Metadata) {
        refused[reason]?.increment()
        logger.debug(message, metadata: metadata())
    }
}
