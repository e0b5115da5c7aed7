internal import KubernetesClient
internal import Leadership
internal import Logging
internal import Metrics
internal import Posix
internal import Readiness

extension Server {
    /// A name for this replica that no other process has or gets: a pod's name is its own, and the number tells a
    /// container from the one that is started in its place.
    static func newIdentity() -> String {
        let host = (try? HostName.current()) ?? "k8s-wait-server"
        return "\(host)_\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
    }

    /// The candidate for our Lease; nil where our own namespace is not known, and so no other replica either.
    static func elector(
        _ options: ServerOptions, identity: String, _ client: KubernetesClient, _ metrics: MetricsRegistry
    ) -> Elector? {
        guard let namespace = options.ownNamespace else { return nil }
        return Elector(
            settings: ElectionSettings(identity: identity), namespace: namespace,
            name: options.leadership.leaseName.text, client: client,
            date: {
                let (seconds, nanoseconds) = WallClock.now()
                return Timestamp(seconds: Int(seconds), nanoseconds: Int(nanoseconds))
            }, metrics: metrics, logger: Logger(label: "leadership"))
    }
}
