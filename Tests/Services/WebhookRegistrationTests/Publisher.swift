import KubernetesClient
import KubernetesTestKit
import Logging
import Metrics
import ServerTestKit

@testable import WebhookRegistration

/// A replica that looks after the configuration of a test's cluster.
final class Publisher: Sendable {
    let registration: WebhookRegistration
    let metrics = MetricsRegistry()
    private let task: Task<Void, Never>

    /// Starts one, without patience.
    init(
        _ api: FakeAPIServer, mends: Bool = true, change: (inout RegistrationSettings) -> Void = { _ in }
    ) throws {
        var settings = RegistrationSettings(name: "k8s-wait", mends: mends)
        settings.firstDelay = .milliseconds(1)
        settings.longestDelay = .milliseconds(5)
        settings.excessPause = .milliseconds(1)
        change(&settings)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: api.url))
        let registration = WebhookRegistration(
            settings: settings, client: try KubernetesClient(configuration: configuration, logger: logger),
            metrics: metrics, logger: logger)
        self.registration = registration
        task = Task { await registration.run() }
    }

    /// Shows an identity whose clients are to trust these.
    func show(_ identity: TestIdentity?, trusting authorities: [TestIdentity?]? = nil) {
        registration.show(
            chain: identity?.chain ?? [], authorities: (authorities ?? [identity]).flatMap(Entries.authority))
    }

    /// Ends it.
    func stop() async {
        task.cancel()
        await task.value
    }

    /// The present value of a metric.
    func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }.map { String($0.split(separator: " ")[1]) }
    }

    /// How many patches ended like that.
    func writes(_ outcome: String) -> Int {
        metric(#"k8s_wait_ca_bundle_writes_total{outcome="\#(outcome)"}"#).flatMap { Int($0) } ?? 0
    }
}
