internal import CertificateAuthority
internal import CommandOptions
internal import EventLoop
internal import Glibc
internal import HTTPServer
internal import JobMemory
internal import KubernetesClient
internal import Leadership
internal import LegacyServer
internal import Logging
internal import Metrics
internal import NamespaceCache
internal import OperatorServer
internal import PodEvents
internal import Policies
internal import PolicyController
internal import Posix
internal import StatusServer
internal import TLS
internal import WebhookRegistration
internal import WebhookServer

/// The assembled process: three ports on shared event loops, and the cluster's state on a loop of its own.
final class Server: Sendable {
    /// The process's own log.
    let logger = Logger(label: "server")
    /// The settings, as they were at the start.
    let options: ServerOptions
    /// The identity that new connections see.
    let tls: TLSServerContext
    /// Who signs that identity; nil where it comes from files.
    let authority: CertificateAuthority?
    /// Shows another.
    let display: IdentityDisplay
    /// Reads what comes from files.
    let files: FileReader
    /// Looks after our webhook configuration; nil where none is named.
    let registration: WebhookRegistration?
    /// The webhook, whose settings hold the pins.
    let webhook: WebhookHandler
    /// What Namespaces say for their pods.
    let namespaces: NamespaceCache
    /// What pods wait for by policies; nil where the settings want none.
    let policies: PolicyController?
    /// Finds pods that wait for each other; nil where the settings want none found.
    let circles: Circles?
    /// The objects and the waits.
    let status: StatusServer
    /// The finished Jobs that pods have seen.
    let memory: JobMemory
    /// Stands for election where there may be others; nil where our own namespace is not known.
    let elector: Elector?
    /// What goes on in the background until the end.
    let background = BackgroundTasks()
    /// What goes on until the last pod has been admitted.
    let untilTheEnd = BackgroundTasks()
    /// Writes Events on the waiting pods; nil where the settings want none.
    let events: EventRecorder?
    /// Whether SIGTERM has come.
    let isDraining: DrainFlag
    /// The listeners, by the name that logs and metrics give them.
    let ports: [(name: String, server: HTTPServer)]

    /// Reads the files, opens the sockets and begins to watch the cluster. An API server that is away is no error: the
    /// state says so and recovers.
    ///
    /// - Throws: when a file cannot be read or an address cannot be bound.
    init(options: ServerOptions) throws {
        self.options = options
        tls = try TLSServerContext()
        let webhookTLS = try TLSServerContext(
            clientAuthorities: try options.registration.clientCa.map { try FileContents.read($0) })
        let metrics = MetricsRegistry()
        ProcessMetrics.register(in: metrics)
        let certificateExpiry = metrics.gauge(
            "k8s_wait_certificate_expiry_timestamp_seconds",
            help: "When the serving certificate, or what signed it, ends, in seconds since the epoch.")

        let loops = try Self.startLoops(options.loops)
        let stateLoop = try EventLoop.start(name: "state")
        let client = try KubernetesClient(
            configuration: options.cluster.configuration(), logger: Logger(label: "kubernetes"))
        let identity = Self.newIdentity()
        let elector = Self.elector(options, identity: identity, client, metrics)
        self.elector = elector
        memory = JobMemory(
            settings: options.jobMemorySettings, client: client, isLeader: { elector?.isLeader ?? true },
            metrics: JobMemoryMetrics(metrics), logger: Logger(label: "job-memory"))
        events = Self.eventRecorder(options.events, client, metrics)
        let limits = ServerLimits(options, logger: logger)
        let namespaces = NamespaceCache(
            client: client, settings: options.watching.settings, keepsLabels: options.policies.policies,
            logger: Logger(label: "namespaces"))
        NamespaceMetrics.register(namespaces, in: metrics)
        self.namespaces = namespaces
        let policies = Self.policyController(options, identity: identity, client, namespaces, elector, metrics)
        self.policies = policies
        let circles = Self.circles(
            options, client, events, policies: { policies?.store.inForce ?? .none }, metrics)
        self.circles = circles
        status = Self.statusServer(options, client, memory, events, circles, metrics, stateLoop)
        webhook = WebhookHandler(
            settings: options.admissionSettings(pins: []), bodyLimit: limits.webhook.bodyBytes,
            namespaces: { namespaces[$0] }, policies: { policies?.store.inForce ?? .none },
            circles: Self.lookup(circles), registry: metrics,
            logger: Logger(label: "webhook"))
        display = IdentityDisplay(
            options: options, tls: tls, webhookTLS: webhookTLS, webhook: webhook, expiry: certificateExpiry,
            board: IdentityBoard())
        files = FileReader(
            options.certificates.files, clientAuthorities: options.registration.clientCa, display: display,
            metrics: metrics, logger: Logger(label: "certificates"))
        try files.start()
        authority = try Self.authority(options, client, metrics, display)
        registration = Self.registration(options, client, metrics)
        let isDraining = DrainFlag()
        self.isDraining = isDraining
        let readiness = ReadinessChecks([
            .init("serving") { isDraining.isSet ? "this replica is shutting down" : nil },
            .init("certificates") { [authority] in authority?.obstacle() },
            .init("namespaces", once: true) { namespaces.obstacle },
            .init("policies", once: true) { policies?.obstacle },
            .init("ca-bundle") { [registration] in registration?.obstacle },
            .init("gated-pods", once: true) { [status] in await status.obstacle() },
        ])

        func listen(
            _ name: String, _ address: ListenAddress, _ limits: HTTPServerLimits, _ tls: TLSServerContext?,
            _ handler: any HTTPHandler
        ) throws -> (name: String, server: HTTPServer) {
            let observer = PortObserver(port: name, metrics: metrics, logger: Logger(label: name))
            let server = try HTTPServer.start(
                listen: [try address.resolved()], loops: loops, limits: limits, tls: tls, handler: handler,
                observer: observer)
            return (name, server)
        }
        var ports = [
            try listen("webhook", options.webhookListen, limits.webhook, webhookTLS, webhook),
            try listen("status", options.statusListen, limits.status, tls, status.handler),
            try listen(
                "operator", options.operatorListen, limits.operatorPort, nil,
                OperatorHandler(metrics: metrics, readiness: readiness, loops: loops + [stateLoop])),
        ]
        if let address = options.legacyListen, let namespaces = LegacyNamespaces(options.legacyNamespaces) {
            let handler = LegacyHandler(namespaces: namespaces) { [status] in await status.state.verdict(of: $0) }
            ports.append(try listen("legacy", address, limits.legacy, nil, handler))
        }
        self.ports = ports
        metrics.collect("k8s_wait_http_connections", kind: .gauge, help: "Open connections, by port.") { [ports] in
            ports.map { ([("server", $0.name)], Double($0.server.counts.connections)) }
        }
    }

    /// - Parameter count: how many; 0 for as many as there are cores.
    private static func startLoops(_ count: Int) throws -> [EventLoop] {
        let count = count > 0 ? count : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return try (0..<count).map { try EventLoop.start(name: "loop-\($0)") }
    }

    private static func statusServer(
        _ options: ServerOptions, _ client: KubernetesClient, _ memory: JobMemory, _ events: EventRecorder?,
        _ circles: Circles?, _ metrics: MetricsRegistry, _ loop: EventLoop
    ) -> StatusServer {
        var settings = StatusServerSettings()
        settings.reflectorLinger = options.watchLinger.duration
        settings.maximumWatches = options.maxWatches
        settings.allowedKinds = options.allowKinds
        settings.crossNamespace = options.trust.crossNamespace
        options.trust.peerLimits.apply(
            to: &settings, connections: options.statusLimits.applied(to: PortLimits.status).connectionsPerPeer)
        settings.imageRepository = options.image
        return StatusServer(
            settings: settings,
            source: KubernetesReflectorSource(
                client: client, settings: options.watching.settings, logger: Logger(label: "kubernetes")),
            memory: RememberingJobs(memory), discovery: Discovery(client: client),
            podReader: KubernetesPodReader(client: client, repository: options.image),
            observer: ObservingWaits(events, circles?.lookout), podObserver: circles.map { ObservingPods($0.graph) },
            metrics: StatusMetrics(metrics),
            logger: Logger(label: "status"), loop: loop)
    }
}
