import EndToEndTestKit
import KubernetesTestKit
import Posix
import ServerTestKit
import StatusAPI
import TLS

/// Several real servers behind a balancer, and the fake API server that they share.
final class ReplicaSet: Sendable {
    /// The fake API server.
    let api: FakeAPIServer
    private let replicas: Replicas
    private let identity: TestIdentity
    private let directory: TemporaryDirectory
    private let serverOptions: [String]

    /// Runs a test with so many replicas, all of them ready, and the webhook registered; `forPolicies` with the definitions
    /// of policies too, and so that no pod is created without us.
    static func run(
        _ count: Int, drainTime: Int, serverOptions: [String] = [], forPolicies: Bool = false,
        _ body: (ReplicaSet) async throws -> Void
    ) async throws {
        let options = ["--drain-time", "\(drainTime)s"] + serverOptions + (forPolicies ? ["--policies=true"] : [])
        let replicas = try ReplicaSet(options)
        let cluster = replicas.api.cluster
        do {
            if forPolicies { for definition in Manifests.policyDefinitions { try cluster.put(definition) } }
            for number in 0..<count { try await replicas.start("old-\(number)") }
            let url = "https://localhost:\(replicas.webhookAddress.port)/mutate"
            let authority = Base64.encode(replicas.identity.authority)
            try cluster.put(
                forPolicies
                    ? Manifests.webhookForPolicies(url: url, caBundle: authority, failurePolicy: "Fail", timeout: 1)
                    : Manifests.webhook(url: url, caBundle: authority))
            try await body(replicas)
        } catch {
            await replicas.end()
            throw error
        }
        await replicas.end()
    }

    private init(_ serverOptions: [String]) throws {
        self.serverOptions = serverOptions
        var settings = APIServerSettings()
        settings.state.createsNamespaces = true
        api = try FakeAPIServer.start(settings)
        identity = try TestIdentity()
        directory = try TemporaryDirectory()
        try directory.write("kubeconfig", Array(api.kubeconfig(token: nil).utf8))
        try directory.write("ca.pem", identity.authority)
        try directory.write("server.pem", identity.chain)
        try directory.write("server.key", identity.key)
        replicas = try Replicas()
    }

    private func end() async {
        await replicas.kill()
        await api.stop()
    }

    /// The webhooks, through the balancer.
    var webhookAddress: SocketAddress { replicas.webhookAddress }

    /// The status servers, through the balancer.
    var statusAddress: SocketAddress { replicas.statusAddress }

    /// Whom clients trust.
    func trust() throws -> TLSClientContext { try identity.clientContext() }

    /// Starts one more replica; returns when the balancer sends connections to it.
    func start(_ name: String) async throws {
        try await replicas.start(
            name,
            [
                "--kubeconfig", directory.file("kubeconfig"), "--tls-cert", directory.file("server.pem"),
                "--tls-key", directory.file("server.key"), "--tls-ca", directory.file("ca.pem"),
                "--status-url", "https://localhost:\(statusAddress.port)",
                "--image", "registry.example.com/k8s-wait:1",
                "--namespace", "k8s-wait", "--webhook-configuration", "none", "--loops", "1",
            ] + serverOptions)
    }

    /// Sends a replica a signal.
    func signal(_ name: String, _ number: Int32) { replicas.signal(name, number) }

    /// Waits until the balancer sends connections to a replica, or does not any more.
    func wait(for name: String, isServing: Bool = true) async {
        await replicas.balancer.wait { $0.contains(name) == isServing }
    }

    /// Ends a replica as a Deployment does; its exit code.
    func end(_ name: String) async -> Int32 { await replicas.end(name) }

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
