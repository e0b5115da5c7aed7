import EndToEndTestKit
import EventLoop
import Glibc
import HTTPClient
import KubernetesTestKit
import Locking
import Posix
import ServerTestKit
import TLS
import Testing

/// A cluster in small: the fake API server in this process, the real `k8s-wait-server` as a process of its own, and the
/// webhook registered. Each test has one to itself, on ports that the system chooses.
final class World: Sendable {
    /// The fake API server.
    let api: FakeAPIServer
    private let statusPort: HeldPort
    /// What the server is started with beside the rest.
    private let serverOptions: [String]
    /// How many descriptors it may have open; nil for as many as this process.
    private let descriptors: Int?
    /// Whether the server makes its certificates itself; else they come from files.
    private let isSelfManaged: Bool
    private let identity: TestIdentity
    /// The server's wall clock, if the test moves it.
    let clock: ShiftedClock?
    private let directory: TemporaryDirectory
    private let running = Locked<Running?>(nil)
    private let containers = Locked<[ChildProcess]>([])

    /// The server's process, and where it listens.
    private struct Running: Sendable {
        let process: ChildProcess
        let webhook: SocketAddress
        let operatorPort: SocketAddress
    }

    /// What is stored, and what misbehaves.
    var cluster: Cluster { api.cluster }

    /// Runs a test in a world of its own; unless told otherwise with the server ready and the webhook registered.
    static func run(
        startsServer: Bool = true, isSelfManaged: Bool = false, serverOptions: [String] = [],
        descriptors: Int? = nil, movesClock: Bool = false, _ body: (World) async throws -> Void
    ) async throws {
        let world = try World(
            isSelfManaged: isSelfManaged, serverOptions: serverOptions, descriptors: descriptors,
            movesClock: movesClock)
        do {
            if startsServer {
                try await world.startServer()
                try await world.registerWebhook()
            }
            try await body(world)
        } catch {
            await world.end()
            throw error
        }
        await world.end()
    }

    private init(isSelfManaged: Bool, serverOptions: [String], descriptors: Int?, movesClock: Bool) throws {
        self.isSelfManaged = isSelfManaged
        self.serverOptions = serverOptions
        self.descriptors = descriptors
        var settings = APIServerSettings()
        settings.state.createsNamespaces = true
        api = try FakeAPIServer.start(settings)
        identity = try TestIdentity()
        directory = try TemporaryDirectory()
        clock = movesClock ? try ShiftedClock(in: directory) : nil
        try directory.write("kubeconfig", Array(api.kubeconfig(token: nil).utf8))
        try directory.write("ca.pem", identity.authority)
        try directory.write("server.pem", identity.chain)
        try directory.write("server.key", identity.key)
        statusPort = try HeldPort()
    }

    /// Where the status server listens, whenever it is started.
    var statusAddress: SocketAddress { statusPort.address }

    private func end() async {
        for container in containers.withLock({ $0 }) { await container.killAndWait() }
        await killServer()
        await api.stop()
    }

    // MARK: The server

    /// Starts `k8s-wait-server`; returns when it listens, and by default when it is ready.
    func startServer(waitsUntilReady: Bool = true) async throws {
        let process = try startProcess(statusAddress.description)
        let webhook = try await process.listeningAddress(of: "webhook")
        let operatorPort = try await process.listeningAddress(of: "operator")
        running.withLock { $0 = Running(process: process, webhook: webhook, operatorPort: operatorPort) }
        if waitsUntilReady { try await waitUntilReady() }
    }

    /// Starts another replica, which the test ends; returns its webhook's address once it listens, with a certificate.
    func startReplica() async throws -> (process: ChildProcess, webhook: SocketAddress) {
        let process = try startProcess("127.0.0.1:0")
        let webhook = try await process.listeningAddress(of: "webhook")
        if isSelfManaged { _ = await process.line(containing: "serving certificate signed") }
        return (process, webhook)
    }

    private func startProcess(_ statusListen: String) throws -> ChildProcess {
        let certificates =
            isSelfManaged
            ? ["--tls-names", "127.0.0.1"]
            : [
                "--tls-cert", directory.file("server.pem"), "--tls-key", directory.file("server.key"),
                "--tls-ca", directory.file("ca.pem"),
            ]
        return try ChildProcess.start(
            BuiltProduct.path("k8s-wait-server"),
            [
                "--kubeconfig", directory.file("kubeconfig"), "--webhook-listen", "127.0.0.1:0",
                "--status-listen", statusListen, "--operator-listen", "127.0.0.1:0",
                "--status-url", "https://localhost:\(statusAddress.port)",
                "--image", "registry.example.com/k8s-wait:1", "--drain-time", "1s", "--log-level", "debug",
                "--namespace", "k8s-wait", "--webhook-configuration", "none",
            ] + certificates + serverOptions, environment: clock?.environment ?? [:], descriptors: descriptors)
    }

    /// Ends the server as Kubernetes does, by SIGTERM, and returns its exit code.
    @discardableResult
    func stopServer() async -> Int32 {
        guard let process = running.withLock({ $0?.process }) else { return -1 }
        process.signal(SIGTERM)
        return await process.exitStatus()
    }

    /// Ends the server at once.
    func killServer() async {
        await running.withLock({ $0?.process })?.killAndWait()
    }

    /// Kills the server and starts it again at the same status port.
    func restartServer() async throws {
        await killServer()
        try await startServer()
    }

    /// Waits until the server has listed the gated pods, as `/readyz` says.
    func waitUntilReady() async throws {
        _ = try await readiness(containing: "HTTP/1.1 200 ")
    }

    /// The first answer of `/readyz` that contains `text`, head and body.
    func readiness(containing text: String) async throws -> String {
        let process = running.withLock { $0?.process }
        while true {
            let answer = try await askOperator("/readyz")
            if answer.contains(text) { return answer }
            // The server's own log tells when something has changed; asking again at once would only be faster.
            try await Task.sleep(for: .milliseconds(20))
            if process?.hasEnded != false {
                throw ChildProcess.StartFailure(description: "the server has ended: \(process?.lines ?? [])")
            }
        }
    }

    /// The first answer of `/metrics` that contains `text`.
    @discardableResult
    func metrics(containing text: String) async throws -> String {
        while true {
            let answer = try await askOperator("/metrics")
            if answer.contains(text) { return answer }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The whole answer of a path of the operator's port.
    func askOperator(_ path: String) async throws -> String {
        guard let address = running.withLock({ $0?.operatorPort }) else { return "" }
        let client = try await RawClient.connect(to: address)
        try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return try await client.readToEnd()
    }

    /// Where the webhook listens.
    var webhookAddress: SocketAddress { running.withLock { $0?.webhook } ?? statusAddress }

    /// The file of the authority that the server's certificate is of.
    var authorityFile: String { directory.file("ca.pem") }

    /// A connection to the webhook's port.
    func connectToWebhook(secure: Bool = true) async throws -> RawClient {
        try await RawClient.connect(to: webhookAddress, tls: secure ? identity.clientContext() : nil)
    }

    /// Whether the status port shows a certificate of one of these authorities.
    func isServed(trusting pins: [[UInt8]]) async throws -> Bool {
        let context = try TLSClientContext(trust: .pins(pins))
        guard let client = try? await RawClient.connect(to: statusAddress, tls: context) else { return false }
        do {
            try await client.send("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            return try await client.readToEnd().hasPrefix("HTTP/1.1 404 ")
        } catch {
            return false
        }
    }

    /// The contents of a file of this world's own.
    func read(_ name: String) throws -> [UInt8] { try FileContents.read(directory.file(name)) }

    /// A connection to the status port.
    func connectToStatus() async throws -> RawClient {
        try await RawClient.connect(to: statusAddress, tls: identity.clientContext())
    }

    /// The webhook's port, to be attacked.
    func webhookTarget() throws -> AttackTarget {
        .webhook(webhookAddress, trust: try identity.clientContext())
    }

    /// The status port, to be attacked.
    func statusTarget() throws -> AttackTarget {
        .status(statusAddress, trust: try identity.clientContext())
    }

    /// Clients of the webhook as they should be.
    func startAdmissions() throws -> SteadyAdmissions {
        try SteadyAdmissions.start(to: webhookAddress, trust: identity.clientContext())
    }

    /// The server's process.
    func serverProcess() throws -> ChildProcess {
        guard let process = running.withLock({ $0?.process }) else {
            throw ChildProcess.StartFailure(description: "no server was started")
        }
        return process
    }

    // MARK: The API server

    /// The API server dies; what it has stored stays.
    func stopAPIServer() async { await api.refuseConnections() }

    /// It comes back.
    func startAPIServer() async throws { try api.acceptConnections() }

    /// Registers the webhook as we ship it, by default without its entry for policies.
    func registerWebhook(forPolicies: Bool = false) async throws {
        let url = "https://localhost:\(webhookAddress.port)/mutate"
        let authority = Base64.encode(try isSelfManaged ? authorities().all : identity.authority)
        try cluster.put(
            forPolicies
                ? Manifests.webhookForPolicies(url: url, caBundle: authority)
                : Manifests.webhook(url: url, caBundle: authority))
    }

    /// Creates a pod through the API, and so through the webhook. Fails the test when it is refused.
    func create(_ pod: JSONValue) async throws -> JSONValue {
        let (status, body) = try await tryToCreate(pod)
        try #require(status == 201, "\(body.text)")
        return body
    }

    /// Creates a pod through the API; status and body of the answer.
    func tryToCreate(_ pod: JSONValue) async throws -> (status: Int, body: JSONValue) {
        let request = APIRequest("POST", "/api/v1/namespaces/shop/pods", body: pod.compact)
        guard case .answer(let answer) = await cluster.handle(request) else { return (0, .null) }
        return (answer.status, try JSONValue(json: answer.body))
    }

    // MARK: The init container

    /// Starts one of the pod's containers as the kubelet would. It ends with this world.
    func startInitContainer(
        _ name: String = "k8s-wait", of pod: JSONValue, changes: [String: String] = [:]
    ) throws -> ChildProcess {
        let container = try InitContainer.start(
            name, of: pod, programs: directory, terminationLog: directory.file("termination-log"), changes: changes)
        containers.withLock { $0.append(container) }
        return container
    }

    /// The path of a file of this world's own.
    func file(_ name: String) -> String { directory.file(name) }

    /// Writes a file of this world's own, which is removed with it.
    func write(_ name: String, _ text: String) throws { try directory.write(name, Array(text.utf8)) }

    /// What the newest init container that ended has left as its termination message.
    func terminationMessage() throws -> String {
        String(decoding: try FileContents.read(directory.file("termination-log")), as: UTF8.self)
            .trimmingSuffix { $0.isNewline }
    }
}

extension String {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, condition(last) { text = text.dropLast() }
        return String(text)
    }
}
