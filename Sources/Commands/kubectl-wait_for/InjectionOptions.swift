internal import Admission
internal import ArgumentParser
internal import Dependencies
internal import Posix
internal import StatusAPI

/// What is decided about every container that `inject` puts in: what the server's options decide for the webhook.
struct InjectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("URL at which the init containers reach the status server.", valueName: "url"))
    var server: String = "https://k8s-wait.k8s-wait.svc:9843"

    @Option(
        help: ArgumentHelp(
            "Public key that the status server's certificate must lead to: SHA-256, 64 hexadecimal digits, as "
                + "`k8s-wait-server certs inspect` shows it. Give the current one and its successor.",
            valueName: "digest"))
    var pin: [String]

    @Option(
        help: ArgumentHelp(
            "IP address of the status server, for pods whose DNS cannot resolve its name.", valueName: "ip"))
    var address: [String] = []

    @Option(help: ArgumentHelp("Image of the init container.", valueName: "image"))
    var image: String = "k8s-wait:\(Product.version)"

    @Option(help: "When the kubelet pulls it: Always, IfNotPresent or Never; by default Kubernetes decides.")
    var imagePullPolicy: AdmissionSettings.PullPolicy?

    @Option(help: ArgumentHelp("Secret to pull it with.", valueName: "name"))
    var imagePullSecret: String?

    @Option(help: ArgumentHelp("Image that wait.k8s/image may name; * stands for any text.", valueName: "pattern"))
    var allowImage: [String] = []

    @Option(help: ArgumentHelp("CPU request and limit of the init container.", valueName: "quantity"))
    var cpu: String = "20m"

    @Option(help: ArgumentHelp("Memory request and limit of the init container.", valueName: "quantity"))
    var memory: String = "32Mi"

    @Option(
        help: ArgumentHelp(
            "Numeric user of the init container; none leaves it to the cluster (OpenShift).", valueName: "number"))
    var runAsUser: String = "65532"

    @Option(help: ArgumentHelp("Time-out of a pod that names none.", valueName: "duration"))
    var timeout: TimeLimit?

    @Option(help: "What a time-out does where the pod does not say.")
    var onTimeout: TimeoutPolicy?

    @Option(help: "What a failed dependency does where the pod does not say.")
    var onFailure: FailurePolicy?

    @Option(help: "Where the init container stands among the others.")
    var position: ContainerPosition = .first

    @Option(
        help: ArgumentHelp(
            "Kinds that pods may wait for besides the built-in ones, as the server's --allow-kinds names them.",
            valueName: "kinds"))
    var allowKinds: String = ""

    @Option(
        help: ArgumentHelp(
            "What pods may ask of other namespaces, as the server's --cross-namespace says it.", valueName: "rules"))
    var crossNamespace: String = "default"

    @Option(help: "What becomes of annotated pods for Windows.")
    var windows: AdmissionSettings.WindowsPolicy = .refuse

    /// Refuses what would only be noticed in pods, later.
    func validate() throws {
        guard server.hasPrefix("https://"), server.utf8.count > "https://".utf8.count else {
            throw ValidationError(
                "--server \"\(server)\" must be an https URL, such as https://k8s-wait.k8s-wait.svc:9843.")
        }
        for digest in pin where digest.utf8.count != 64 || !digest.allSatisfy(\.isHexDigit) {
            throw ValidationError("--pin \"\(digest)\" is not a SHA-256 digest of 64 hexadecimal digits.")
        }
        for text in address where SocketAddress(numericHost: text, port: 0) == nil {
            throw ValidationError("--address: \"\(text)\" is not an IP address.")
        }
        if let problem = ResourceQuantity.problem(with: cpu, .cpu) { throw ValidationError("--cpu: \(problem)") }
        if let problem = ResourceQuantity.problem(with: memory, .memory) {
            throw ValidationError("--memory: \(problem)")
        }
        guard runAsUser == "none" || Int(runAsUser).map({ $0 > 0 && $0 <= Int(Int32.max) }) == true else {
            throw ValidationError("--run-as-user \"\(runAsUser)\" is neither a user's number above 0 nor none.")
        }
        if let problem = AllowedKinds.problem(with: allowKinds) { throw ValidationError("--allow-kinds: \(problem)") }
        if let problem = CrossNamespacePolicy.problem(with: crossNamespace) {
            throw ValidationError("--cross-namespace: \(problem)")
        }
    }

    /// The settings that these options make.
    var settings: AdmissionSettings {
        var settings = AdmissionSettings(
            version: Product.version, image: image, statusURL: server,
            defaults: PodDefaults(timeout: timeout, onTimeout: onTimeout, onFailure: onFailure, position: position))
        settings.pullPolicy = imagePullPolicy
        settings.pullSecret = imagePullSecret
        settings.statusAddresses = address
        settings.pins = pin.map { $0.lowercased() }
        settings.cpu = cpu
        settings.memory = memory
        settings.runAsUser = Int(runAsUser)
        settings.allowedImages = allowImage.map { ImagePattern($0) }
        settings.allowedKinds = AllowedKinds(allowKinds)
        settings.crossNamespace = CrossNamespacePolicy(crossNamespace) ?? CrossNamespacePolicy()
        settings.windows = windows
        return settings
    }
}

extension AdmissionSettings.PullPolicy: ExpressibleByArgument {}
extension AdmissionSettings.WindowsPolicy: ExpressibleByArgument {}
extension ContainerPosition: ExpressibleByArgument {}
extension FailurePolicy: ExpressibleByArgument {}
extension TimeoutPolicy: ExpressibleByArgument {}

extension TimeLimit: ExpressibleByArgument {
    /// What the help shows.
    package var defaultValueDescription: String { description }
}
