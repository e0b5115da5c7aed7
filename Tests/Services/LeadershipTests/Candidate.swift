import KubernetesClient
import KubernetesTestKit
import Leadership
import Logging
import Metrics
import Readiness

/// A replica that stands for election in a test's cluster.
final class Candidate: Sendable {
    let elector: Elector
    let clock: HandClock
    let metrics = MetricsRegistry()
    private let task: Task<Void, Never>

    /// Starts one; `date` is its wall clock.
    init(_ name: String, _ api: FakeAPIServer, _ clock: HandClock, date: Timestamp = Timestamp(seconds: 0)) throws {
        self.clock = clock
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: api.url))
        let elector = Elector(
            settings: ElectionSettings(identity: name), namespace: "k8s-wait", name: "k8s-wait",
            client: try KubernetesClient(configuration: configuration, logger: logger), clock: clock.clock,
            date: { date }, metrics: metrics, logger: logger)
        self.elector = elector
        task = Task { await elector.run() }
    }

    /// Ends it, as a server that drains.
    func stop() async {
        task.cancel()
        await task.value
    }

    /// The present value of a metric.
    func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }.map { String($0.split(separator: " ")[1]) }
    }
}

/// Moves a clock on until something holds, whenever as many sleep on it as there are candidates: while one of them works,
/// however slowly, no time goes by, and nobody is late but by what the test does.
func eventually(
    moving clock: HandClock, candidates: Int = 1, _ condition: () -> Bool, fileID: String = #fileID, line: Int = #line
) async throws {
    try await eventually(
        {
            if condition() { return true }
            if clock.sleeperCount == candidates { clock.advance(by: .milliseconds(100)) }
            return false
        }, fileID: fileID, line: line)
}
