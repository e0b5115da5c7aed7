import KubernetesClient
import KubernetesTestKit
import Locking
import Logging
import Metrics
import ServerTestKit
import TLS

@testable import CertificateAuthority

/// The fake API server, in which our namespace is, and the replicas of one test.
final class TestCluster: Sendable {
    /// The fake API server.
    let api: FakeAPIServer
    private let replicas = Locked<[TestReplica]>([])

    /// What is stored, and what misbehaves.
    var cluster: Cluster { api.cluster }

    private init() throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        settings.state.createsNamespaces = true
        api = try FakeAPIServer.start(settings)
    }

    /// Runs a test with a cluster of its own.
    static func run(_ body: (TestCluster) async throws -> Void) async throws {
        let cluster = try TestCluster()
        do {
            try await body(cluster)
        } catch {
            await cluster.end()
            throw error
        }
        await cluster.end()
    }

    private func end() async {
        for replica in replicas.withLock({ $0 }) { await replica.stop() }
        await api.stop()
    }

    /// Starts a replica.
    func replica(clock: TestWallClock, times: CertificateTimes = Documents.times) throws -> TestReplica {
        let replica = try TestReplica(self, clock, times)
        replicas.withLock { $0.append(replica) }
        return replica
    }

    /// The Secret as it is stored.
    var secret: JSONValue? { cluster.object("secrets", "k8s-wait-authorities", namespace: "k8s-wait") }

    /// The authorities in it.
    func document() throws -> AuthorityDocument? {
        guard let secret, case .authorities(let document) = try SecretDocument(secret.compact.span).content else {
            return nil
        }
        return document
    }

    /// Puts other data where the authorities are.
    func putSecret(_ data: JSONValue) throws {
        try cluster.put([
            "apiVersion": "v1", "kind": "Secret",
            "metadata": ["name": "k8s-wait-authorities", "namespace": "k8s-wait"], "data": data,
        ])
    }

    /// Somebody deletes it.
    func deleteSecret() {
        cluster.remove("secrets", "k8s-wait-authorities", namespace: "k8s-wait")
    }
}

/// A wall clock that a test moves.
final class TestWallClock: Sendable {
    private let seconds = Locked(Documents.start)

    /// The present time.
    var now: Int64 { seconds.withLock { $0 } }

    /// Goes to a time after `Documents.start`, or before it.
    func set(_ time: Int64) { seconds.withLock { $0 = Documents.start + time } }
}

/// The authority of one replica, running.
final class TestReplica: Sendable {
    /// It.
    let authority: CertificateAuthority
    /// What it logged.
    let log = LogRecorder()
    private let metrics = MetricsRegistry()
    private let shown = Shown()
    private let tls: TLSServerContext
    private let task: Task<Void, Never>

    /// Starts one, which looks at the clock all the time.
    fileprivate init(_ cluster: TestCluster, _ clock: TestWallClock, _ times: CertificateTimes) throws {
        let logger = log.logger(.info)
        guard let names = ServerNames(url: "https://k8s-wait.test:9843", names: []) else { throw Nameless() }
        var settings = CertificateAuthoritySettings(namespace: "k8s-wait", names: names)
        settings.times = times
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: cluster.api.url))
        let context = try TLSServerContext()
        tls = context
        var fast = MonotonicClock.system
        fast.sleep = { _ in try await Task.sleep(for: .milliseconds(5)) }
        let authority = CertificateAuthority(
            settings: settings, client: try KubernetesClient(configuration: configuration, logger: logger),
            clock: fast, wallClock: { clock.now }, metrics: CertificateAuthorityMetrics(metrics), logger: logger
        ) { [shown] identity, key in
            try context.replace(certificateChain: identity.chain, privateKey: key)
            shown.identities.withLock { $0.append(identity) }
        }
        self.authority = authority
        task = Task { await authority.run() }
    }

    private struct Nameless: Error {}

    private final class Shown: Sendable {
        let identities = Locked<[ServedIdentity]>([])
    }

    /// What it shows now.
    var identity: ServedIdentity? { shown.identities.withLock { $0.last } }

    /// How many identities it has shown.
    var count: Int { shown.identities.withLock { $0.count } }

    /// The pin of who signed what it shows.
    func signer() throws -> String? { try identity.map { try TrustedAuthorities(pem: $0.chain).pins[1] } }

    /// The present value of a metric.
    func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }.map { String($0.split(separator: " ")[1]) }
    }

    /// Ends it, as a process that dies.
    func stop() async {
        task.cancel()
        await task.value
    }
}
