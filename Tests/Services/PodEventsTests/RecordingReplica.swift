import KubernetesClient
import KubernetesTestKit
import Locking
import Logging
import Metrics
import Readiness
import StatusAPI

@testable import PodEvents

/// A replica's writer of Events, running against a fake API server.
final class RecordingReplica: Sendable {
    /// What is told of waits.
    let recorder: EventRecorder
    private let metrics = MetricsRegistry()
    private let task: Task<Void, Never>

    /// Starts one.
    init(
        _ api: FakeAPIServer, instance: String = "k8s-wait-0", at seconds: Int = 1_795_300_000,
        _ change: (inout PodEventSettings) -> Void = { _ in }
    ) throws {
        var settings = PodEventSettings(instance: instance)
        settings.delay = .zero
        change(&settings)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: api.url))
        let recorder = EventRecorder(
            settings: settings, client: try KubernetesClient(configuration: configuration, logger: logger),
            wallClock: { Timestamp(seconds: seconds) }, metrics: EventMetrics(metrics), logger: logger)
        self.recorder = recorder
        task = Task { await recorder.run() }
    }

    /// Ends it, as a server that stops.
    func stop() async {
        task.cancel()
        await task.value
    }

    /// The pod begins to wait for a dependency that stands so.
    func wait(_ reason: String = "NoEndpoints", _ pod: TestPod = TestPod()) {
        recorder.note([WaitNews(pod, .began), Self.verdict(pod, .waiting, reason)])
    }

    /// The dependency stands so from now on.
    func change(_ reason: String, _ pod: TestPod = TestPod()) { recorder.note([Self.verdict(pod, .waiting, reason)]) }

    /// The pod is released.
    func release(_ pod: TestPod = TestPod()) {
        recorder.note([Self.verdict(pod, .ready, "EndpointsReady"), WaitNews(pod, .ended(.released))])
    }

    /// The stream ends before the wait does.
    func leave(_ pod: TestPod = TestPod()) { recorder.note([WaitNews(pod, .ended(.left))]) }

    /// Comes back once everything is written.
    func settle() async throws {
        try await eventually {
            self.recorder.state.withLock { $0.journal.pendingCount == 0 && $0.restsUntil != nil }
        }
    }

    /// The present value of a metric.
    func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }.map { String($0.split(separator: " ").last ?? "") }
    }

    private static func verdict(_ pod: TestPod, _ state: DependencyState, _ reason: String) -> WaitNews {
        let status = DependencyStatus(
            dependency: "service/db/pg", state: state, reason: reason, message: "Service db/pg: \(reason)")
        return WaitNews(pod, .verdict(index: 0, TestVerdict(status)))
    }
}
