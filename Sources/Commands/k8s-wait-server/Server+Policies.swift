internal import Admission
internal import KubernetesClient
internal import Leadership
internal import Logging
internal import Metrics
internal import NamespaceCache
internal import Policies
internal import PolicyController
internal import Posix
internal import Readiness

extension Server {
    /// What knows the policies; nil where the settings want none.
    static func policyController(
        _ options: ServerOptions, identity: String, _ client: KubernetesClient, _ namespaces: NamespaceCache,
        _ elector: Elector?, _ metrics: MetricsRegistry
    ) -> PolicyController? {
        guard options.policies.policies else { return nil }
        // Pins, which change, decide about no policy.
        let admission = Admission(options.admissionSettings(pins: []))
        let store = PolicyStore { policy in
            if policy.selector.namespaceLabels != nil, namespaces.isForbidden {
                let message = "The server may not list Namespaces, so their labels are not known; see --print-rbac."
                return [PolicyMistake("spec.selector.namespaceSelector", message)]
            }
            return admission.mistakes(of: policy)
        } namespaceLabels: {
            namespaces.labels(of: $0)
        }
        var settings = PolicySettings(
            identity: identity, namespace: options.ownNamespace, group: options.leadership.leaseName.text)
        settings.lifetime = max(.seconds(2), options.policies.replicaLifetime.duration)
        settings.registration = options.registration.configuration
        settings.writesEvents = options.events.events
        let parts = PolicySurroundings(
            settings: settings, store: store, client: client, watching: options.watching.settings,
            isLeader: { elector?.isLeader ?? true },
            date: {
                let (seconds, nanoseconds) = WallClock.now()
                return Timestamp(seconds: Int(seconds), nanoseconds: Int(nanoseconds))
            }, logger: Logger(label: "policies"))
        return PolicyController(parts, metrics: metrics)
    }
}
