import Glibc
import KubernetesTestKit
import Locking
import Posix
import ServerTestKit
import StatusAPI
import TLS

/// Several real servers behind a balancer, and the fake API server that they share.
final class ReplicaSet: Sendable {
    /// The fake API server.
    let api: FakeAPIServer
    /// What stands before the webhooks and status servers of all.
    let balancer: TCPBalancer
    private let identity: TestIdentity
    private let directory: TemporaryDirectory
    private let drainTime: Int
    private let processes = Locked<[String: ChildProcess]>([:])

    /// Runs a test with so many replicas, all of them ready, and the webhook registered.
    static func run(_ count: Int, drainTime: Int, _ body: (ReplicaSet) async throws -> Void) async throws {
        let replicas = try ReplicaSet(drainTime: drainTime)
        do {
            for number in 0..<count { try await replicas.start("old-\(number)") }
            try replicas.api.cluster.put(
                Manifests.webhook(
                    url: "https://localhost:\(replicas.webhookAddress.port)/mutate",
                    caBundle: Base64.encode(replicas.identity.authority)))
            try await body(replicas)
        } catch {
            await replicas.end()
            throw error
        }
        await replicas.end()
    }

    private init(drainTime: Int) throws {
        self.drainTime = drainTime
        var settings = APIServerSettings()
        settings.state.createsNamespaces = true
        api = try FakeAPIServer.start(settings)
        identity = try TestIdentity()
        directory = try TemporaryDirectory()
        try directory.write("kubeconfig", Array(api.kubeconfig(token: nil).utf8))
        try directory.write("ca.pem", identity.authority)
        try directory.write("server.pem", identity.chain)
        try directory.write("server.key", identity.key)
        // The Service of the status servers publishes addresses that are not ready.
        balancer = try TCPBalancer([.init(), .init(publishesNotReady: true)])
    }

    private func end() async {
        await balancer.stop()
        for process in processes.withLock({ Array($0.values) }) { await process.killAndWait() }
        await api.stop()
    }

    /// The webhooks, through the balancer.
    var webhookAddress: SocketAddress { balancer.addresses[0] }

    /// The status servers, through the balancer.
    var statusAddress: SocketAddress { balancer.addresses[1] }

    /// Whom clients trust.
    func trust() throws -> TLSClientContext { try identity.clientContext() }

    /// Starts one more replica; returns when the balancer sends connections to it.
    func start(_ name: String) async throws {
        let process = try ChildProcess.start(
            BuiltProduct.path("k8s-wait-server"),
            [
                "--kubeconfig", directory.file("kubeconfig"), "--webhook-listen", "127.0.0.1:0",
                "--status-listen", "127.0.0.1:0", "--operator-listen", "127.0.0.1:0",
                "--tls-cert", directory.file("server.pem"), "--tls-key", directory.file("server.key"),
                "--tls-ca", directory.file("ca.pem"), "--status-url", "https://localhost:\(statusAddress.port)",
                "--image", "registry.example.com/k8s-wait:1", "--drain-time", "\(drainTime)s",
                "--namespace", "k8s-wait", "--loops", "1",
            ])
        processes.withLock { $0[name] = process }
        let ports = try await [
            World.address("webhook", of: process), World.address("status", of: process),
            World.address("operator", of: process),
        ]
        balancer.add(.init(name, addresses: [ports[0], ports[1]], readiness: ports[2]))
        await balancer.wait { $0.contains(name) }
    }

    /// Ends a replica as a Deployment does; its exit code.
    func end(_ name: String) async -> Int32 {
        guard let process = processes.withLock({ $0[name] }) else { return -1 }
        process.signal(SIGTERM)
        let status = await process.exitStatus()
        balancer.remove(name)
        return status
    }

    /// Creates pods through the API server, and so through our webhooks; what their init containers ask.
    func createPods(_ count: Int, annotations: [String: String]) async throws -> [WaitRequest] {
        var pods: [WaitRequest] = []
        for _ in 0..<count {
            let request = APIRequest(
                "POST", "/api/v1/namespaces/shop/pods", body: Manifests.pod(annotations).compact)
            guard case .answer(let answer) = await api.cluster.handle(request), answer.status == 201 else {
                throw ChildProcess.StartFailure(description: "a pod was not admitted")
            }
            let metadata = try JSONValue(json: answer.body)["metadata"]
            pods.append(
                WaitRequest(
                    namespace: "shop", pod: metadata?["name"]?.string ?? "", uid: metadata?["uid"]?.string ?? ""))
        }
        return pods
    }
}
