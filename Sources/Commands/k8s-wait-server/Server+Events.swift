internal import KubernetesClient
internal import Logging
internal import Metrics
internal import PodEvents
internal import Posix
internal import StatusServer

extension Server {
    /// What writes Events on waiting pods; nil where the settings want none.
    static func eventRecorder(
        _ options: EventOptions, _ client: KubernetesClient, _ metrics: MetricsRegistry
    ) -> EventRecorder? {
        guard options.events else { return nil }
        // A pod's host name is its own name.
        var settings = PodEventSettings(instance: (try? HostName.current()) ?? "k8s-wait-server")
        settings.delay = options.eventsAfter.duration
        return EventRecorder(
            settings: settings, client: client, wallClock: StatusClock.system.now, metrics: EventMetrics(metrics),
            logger: Logger(label: "events"))
    }
}
