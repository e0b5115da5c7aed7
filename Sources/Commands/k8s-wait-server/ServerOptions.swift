internal import Admission
internal import ArgumentParser
internal import CommandOptions
internal import Dependencies
internal import Logging
internal import StructuredLogging

/// Every setting of the server. Each is a flag and, by `EnvironmentArguments`, an environment variable.
struct ServerOptions: ParsableArguments {
    // MARK: Where to listen

    @Option(help: "Address of the webhook, HTTPS.")
    var webhookListen: ListenAddress = .init(port: 8443)

    @Option(help: "Address of the status server, HTTPS: where the init containers ask.")
    var statusListen: ListenAddress = .init(port: 9843)

    @Option(help: "Address of the operator's port, plain HTTP: /healthz, /readyz, /metrics.")
    var operatorListen: ListenAddress = .init(port: 9090)

    @Option(
        help: ArgumentHelp(
            "Limits of the webhook port: \(LimitsArgument.names.joined(separator: ", ")).", valueName: "name=value,…"),
        transform: LimitsArgument.init)
    var webhookLimits = LimitsArgument()

    @Option(
        help: ArgumentHelp("Limits of the status port, likewise.", valueName: "name=value,…"),
        transform: LimitsArgument.init)
    var statusLimits = LimitsArgument()

    @Option(
        help: ArgumentHelp("Limits of the operator's port, likewise.", valueName: "name=value,…"),
        transform: LimitsArgument.init)
    var operatorLimits = LimitsArgument()

    // MARK: The API of k8s-when-ready

    @Option(
        help:
            "Address at which the API of k8s-when-ready's server is answered to anyone, plain HTTP; by default nowhere."
    )
    var legacyListen: ListenAddress?

    @Option(
        help: ArgumentHelp(
            "Namespaces that --legacy-listen answers for, comma-separated; * means all.", valueName: "namespace,…"))
    var legacyNamespaces: String = ""

    @Option(
        help: ArgumentHelp("Limits of that port, likewise.", valueName: "name=value,…"),
        transform: LimitsArgument.init)
    var legacyLimits = LimitsArgument()

    // MARK: Certificates

    /// Where the serving certificate comes from.
    @OptionGroup
    var certificates: CertificateOptions

    /// How API servers call the webhook.
    @OptionGroup var registration: RegistrationOptions

    // MARK: Kubernetes

    /// Which cluster it serves.
    @OptionGroup var cluster: KubeconfigOptions

    @Option(
        help: ArgumentHelp("How long a kind is watched after the last wait for it has ended.", valueName: "duration"))
    var watchLinger: DurationArgument = .init(seconds: 300)

    @Option(
        help: ArgumentHelp(
            "How many single objects, selections of pods and namespaces of pods may be watched at a time.",
            valueName: "count"))
    var maxWatches: Int = 512

    @Option(
        help: ArgumentHelp(
            "Kinds that pods may wait for besides the built-in ones: PLURAL.GROUP, *.GROUP, configmaps or secrets, "
                + "comma-separated. By default none.",
            valueName: "kinds"),
        transform: AllowedKinds.init(argument:))
    var allowKinds = AllowedKinds()

    /// Who may ask for what.
    @OptionGroup var trust: TrustOptions

    // MARK: Job memory

    @Option(
        help: ArgumentHelp(
            "The server's own namespace, where its certificate authorities are and finished Jobs are remembered; by default "
                + "that of its pod.",
            valueName: "name"))
    var namespace: NameArgument?

    @Option(help: ArgumentHelp("ConfigMap in which finished Jobs are remembered.", valueName: "name"))
    var jobMemoryName: NameArgument = .init("k8s-wait-job-memory")

    @Option(help: ArgumentHelp("How long that record may become, at most 1000000.", valueName: "bytes"))
    var jobMemoryBytes: RecordBytesArgument = .init(512 << 10)

    // MARK: Many replicas

    /// How the cluster is watched.
    @OptionGroup
    var watching: WatchOptions

    /// Who leads.
    @OptionGroup
    var leadership: LeadershipOptions

    // MARK: Policies

    /// Whether there are any.
    @OptionGroup
    var policies: PolicyOptions

    // MARK: Circles

    /// What becomes of pods that wait for each other.
    @OptionGroup
    var circles: CircleOptions

    // MARK: Events

    /// What is written about waiting pods.
    @OptionGroup
    var events: EventOptions

    // MARK: The init container

    @Option(help: ArgumentHelp("URL at which the init containers reach the status server.", valueName: "url"))
    var statusUrl: String

    @Option(
        help: ArgumentHelp(
            "IP addresses of the status server, for pods whose DNS cannot resolve its name; comma-separated.",
            valueName: "ip,…"))
    var statusAddresses: String = ""

    @Option(help: ArgumentHelp("Image of the init container.", valueName: "image"))
    var image: String

    @Option(help: "When the kubelet pulls it: Always, IfNotPresent or Never; by default Kubernetes decides.")
    var imagePullPolicy: AdmissionSettings.PullPolicy?

    @Option(help: "Name of a Secret to pull it with, which every gated pod's namespace must have.")
    var imagePullSecret: String?

    @Option(help: "Images that wait.k8s/image may name, comma-separated; * stands for any text. By default none.")
    var allowedImages: String = ""

    @Option(help: "CPU request and limit of the init container.")
    var cpu: String = "20m"

    @Option(help: "Memory request and limit of the init container.")
    var memory: String = "32Mi"

    @Option(help: "Numeric user of the init container; none leaves it to the cluster (OpenShift).")
    var runAsUser: String = "65532"

    // MARK: Defaults of a wait

    @Option(help: "Time-out of a pod that names none; by default it follows the pod's restartPolicy.")
    var timeout: TimeLimit?

    @Option(help: "fail or proceed: what a time-out does where the pod does not say.")
    var onTimeout: TimeoutPolicy?

    @Option(help: "fail or wait: what a failed dependency does where the pod does not say.")
    var onFailure: FailurePolicy?

    @Option(help: "first or last: where the init container stands among the others.")
    var position: ContainerPosition = .first

    @Option(help: "deny, or warn: then a pod whose annotations have mistakes waits for what is right in them.")
    var onMistake: MistakePolicy = .deny

    @Option(help: "refuse, or allow: then annotated Windows pods start ungated, with a warning.")
    var windows: AdmissionSettings.WindowsPolicy = .refuse

    // MARK: The process

    @Option(help: ArgumentHelp("How long to keep serving after SIGTERM.", valueName: "duration"))
    var drainTime: DurationArgument = .init(seconds: 5)

    @Option(help: "Event loops; 0 means as many as there are cores.")
    var loops: Int = 0

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: LogLevel = .info

    @Option(help: "logfmt or json.")
    var logFormat: LogFormat = .logfmt

    @Flag(
        help:
            "Print the ClusterRole and the Role that the server needs for its --allow-kinds and --namespace, and exit.")
    var printRbac = false
}

/// swift-log's levels on the command line.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error, critical

    /// The level itself.
    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

/// What becomes of a pod whose annotations have mistakes.
enum MistakePolicy: String, CaseIterable, ExpressibleByArgument {
    /// It is refused, so that nothing starts ungated.
    case deny
    /// It is admitted with a warning, for a soft roll-out.
    case warn
}

extension AdmissionSettings.PullPolicy: ExpressibleByArgument {}
extension AdmissionSettings.WindowsPolicy: ExpressibleByArgument {}
extension ContainerPosition: ExpressibleByArgument {}
extension FailurePolicy: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
extension TimeLimit: ExpressibleByArgument {}
extension TimeoutPolicy: ExpressibleByArgument {}
