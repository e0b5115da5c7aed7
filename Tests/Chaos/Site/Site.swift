import EndToEndTestKit
import Glibc
import KubernetesTestKit
import Locking
import Posix
import ServerTestKit

/// The place of one trial: a fake API server in this process, and the real server as a process of its own, or several of
/// it behind a balancer.
final class Site: Sendable {
    /// The fake API server.
    let api: FakeAPIServer
    /// Who the server is.
    let identity: TestIdentity
    /// Where the webhook listens, whenever the server runs.
    let webhookAddress: SocketAddress
    /// Where the status server listens, whenever the server runs.
    let statusAddress: SocketAddress
    /// The server's wall clock, where the trial moves it.
    let clock: ShiftedClock
    /// Files of this trial.
    let directory: TemporaryDirectory
    /// By what a fresh API server knows the server.
    static let firstToken = "token-1"
    /// How much load there is.
    let scale: Scale
    /// The servers, where there are several.
    let replicas: Replicas?
    /// What is being done to the server's ports.
    let attacks = Locked<[RunningAttack]>([])
    /// The server makes its certificates itself.
    let isSelfManaged: Bool
    private let ports: [HeldPort]
    private let operatorAddress: SocketAddress
    private let marks: ProcessMarks
    private let server = Locked<ChildProcess?>(nil)
    private let serial = Locked(0)

    /// A place where nothing runs yet but the API server, and the balancer if there is one.
    init(_ marks: ProcessMarks, scale: Scale, isReplicated: Bool, isSelfManaged: Bool) throws {
        self.marks = marks
        self.isSelfManaged = isSelfManaged
        self.scale = scale
        replicas = isReplicated ? try Replicas() : nil
        var settings = APIServerSettings()
        settings.state.createsNamespaces = true
        settings.state.historyLimit = 100_000
        settings.tokens = [Self.firstToken: .admin]
        // Often enough for a server that takes a watch for dead after a few seconds.
        settings.bookmarkInterval = .seconds(1)
        api = try FakeAPIServer.start(settings)
        identity = try TestIdentity()
        directory = try TemporaryDirectory()
        clock = try ShiftedClock(in: directory)
        ports = try (0..<3).map { _ in try HeldPort() }
        webhookAddress = replicas?.webhookAddress ?? ports[0].address
        statusAddress = replicas?.statusAddress ?? ports[1].address
        operatorAddress = ports[2].address
        try directory.write("ca.pem", identity.authority)
        try directory.write("server.pem", identity.chain)
        try directory.write("server.key", identity.key)
        try directory.write("kubeconfig", Array(kubeconfig.utf8))
        try publishToken(Self.firstToken)
        try publishAuthority()
        let url = "https://localhost:\(webhookAddress.port)/mutate"
        try api.cluster.put(Objects.webhook(url: url, isSelfManaged ? [] : identity.authority))
    }

    // MARK: The server

    /// Starts the server and returns when it listens.
    ///
    /// - Parameter descriptors: how many it may have open; nil for as many as this process.
    func startServer(_ options: [String], environment: [String: String], descriptors: Int?) async throws {
        let process = try ChildProcess.start(
            BuiltProduct.path("k8s-wait-server"),
            [
                "--webhook-listen", webhookAddress.description, "--status-listen", statusAddress.description,
                "--operator-listen", operatorAddress.description, "--drain-time", "1s",
            ] + arguments + options, environment: environment, descriptors: descriptors)
        server.withLock { $0 = process }
        try marks.add(process)
        guard await process.line(where: { $0.contains("message=listening") && $0.contains("port=operator") }) != nil
        else { throw ChildProcess.StartFailure(description: "the server has ended: \(process.lines)") }
    }

    /// Starts one more server behind the balancer; returns when that sends connections to it.
    func startReplica(_ name: String, _ options: [String]) async throws {
        guard let process = try await replicas?.start(name, arguments + options) else { return }
        try marks.add(process)
    }

    /// What every server here is started with, beside its ports.
    private var arguments: [String] {
        let certificates =
            isSelfManaged
            ? ["--webhook-configuration", "k8s-wait", "--log-level", "debug"]
            : [
                "--webhook-configuration", "none", "--tls-cert", directory.file("server.pem"), "--tls-key",
                directory.file("server.key"), "--tls-ca", directory.file("ca.pem"),
            ]
        return certificates + [
            "--kubeconfig", directory.file("kubeconfig"), "--namespace", "k8s-wait",
            "--status-url", "https://localhost:\(statusAddress.port)", "--image", Objects.image,
        ]
    }

    private var processes: [ChildProcess] { server.withLock { $0.map { [$0] } ?? [] } + (replicas?.all ?? []) }

    /// The end of the servers' logs, and whether they still run: for those who look for the cause of a trouble.
    var serverLog: [String] {
        if processes.isEmpty { return ["the server was not started"] }
        return processes.flatMap { $0.lines.suffix(12) + ($0.hasEnded ? ["the server has ended"] : []) }
    }

    /// Everything that the servers have logged.
    var serverLines: [String] { processes.flatMap(\.lines) }

    /// Whether the only server has ended, which no fault of this place asks it to.
    var hasServerEnded: Bool { replicas == nil && server.withLock { $0?.hasEnded } ?? true }

    /// Ends everything.
    func end() async {
        for attack in attacks.withLock({ $0 }) { await attack.stop() }
        await replicas?.kill()
        for process in processes { await end(process) }
        await api.stop()
    }

    /// Ends a process of this place at once, if it still runs.
    func end(_ process: ChildProcess) async {
        await process.killAndWait()
        marks.remove(process)
    }

    /// Takes note that a process of this place has ended by itself.
    func forget(_ process: ChildProcess) { marks.remove(process) }

    // MARK: Credentials

    /// Writes the token that the server reads, as the kubelet does: a new file in the place of the old one.
    func publishToken(_ token: String) throws {
        try replace("token", Array(token.utf8))
    }

    /// Writes the authority of the API server's present certificate, likewise.
    func publishAuthority() throws {
        try replace("api-ca.pem", api.identity?.authority ?? [])
    }

    /// The file of this name holds these bytes from one moment to the next.
    func replace(_ name: String, _ bytes: [UInt8]) throws {
        try directory.write("\(name).new", bytes)
        guard rename(directory.file("\(name).new"), directory.file(name)) == 0 else {
            throw ChildProcess.StartFailure(description: "cannot rename \(name): errno \(errno)")
        }
    }

    private var kubeconfig: String {
        """
        apiVersion: v1
        kind: Config
        current-context: fake
        contexts: [{name: fake, context: {cluster: fake, user: server}}]
        clusters: [{name: fake, cluster: {server: "\(api.url)", certificate-authority: api-ca.pem}}]
        users: [{name: server, user: {tokenFile: token}}]

        """
    }

    // MARK: Pods

    /// Stores pods that wait at the gate, as the webhook leaves them, or through it where that gives them their pins, and
    /// returns them.
    func makePods(_ count: Int, waitingAt gate: String) async throws -> [VirtualPod] {
        if isSelfManaged {
            var pods: [VirtualPod] = []
            for _ in 0..<count {
                let pod = try await admit(Objects.annotatedPod(gate, name: "waiter-\(nextNumber())"))
                pods.append(try Objects.virtualPod(of: pod, waitingAt: gate, pins: Objects.pins(of: pod)))
            }
            return pods
        }
        return try (0..<count).map { _ in
            let stored = try api.cluster.put(Objects.pod("waiter-\(nextNumber())", waitingAt: gate))
            return try Objects.virtualPod(of: stored, waitingAt: gate, pins: [identity.pin])
        }
    }

    /// Creates a pod through the API server and our webhook, and starts its init container as the kubelet would.
    func startRealPod(waitingFor service: String) async throws -> ChildProcess {
        let process = try await InitContainer.start(
            of: admit(Objects.annotatedPod(service, name: "real-\(nextNumber())")), programs: directory,
            terminationLog: directory.file("termination-log"))
        try marks.add(process)
        return process
    }

    private func nextNumber() -> Int {
        serial.withLock { serial in
            serial += 1
            return serial
        }
    }

    /// Creates a pod through the API server and our webhook, as it is then stored.
    private func admit(_ pod: JSONValue) async throws -> JSONValue {
        let request = APIRequest("POST", "/api/v1/namespaces/\(Objects.namespace)/pods", body: pod.compact)
        guard case .answer(let answer) = await api.cluster.handle(request) else {
            throw ChildProcess.StartFailure(description: "the API server did not answer")
        }
        guard answer.status == 201 else {
            let body = String(decoding: answer.body, as: UTF8.self)
            throw ChildProcess.StartFailure(
                description: "a pod was not admitted: status \(answer.status), \(body)")
        }
        return try JSONValue(json: answer.body)
    }
}
