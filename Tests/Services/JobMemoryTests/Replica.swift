import Dependencies
import KubernetesClient
import KubernetesTestKit
import Locking
import Logging
import Metrics
import Readiness

@testable import JobMemory

/// A cluster for the tests of this suite: the fake API server with namespace `shop`.
final class TestCluster: Sendable {
    let api: FakeAPIServer
    var cluster: Cluster { api.cluster }

    private init() throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        settings.state.createsNamespaces = true
        api = try FakeAPIServer.start(settings)
        for name in ["shop", "k8s-wait"] { try makeNamespace(name) }
    }

    /// Runs a test with a cluster of its own.
    static func run(_ body: (TestCluster) async throws -> Void) async throws {
        let cluster = try TestCluster()
        do {
            try await body(cluster)
        } catch {
            await cluster.api.stop()
            throw error
        }
        await cluster.api.stop()
    }

    /// Creates a namespace, with a new UID.
    func makeNamespace(_ name: String) throws {
        try cluster.put(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]])
    }

    /// Creates an object of group `apps` with a UID.
    func put(_ kind: String, _ name: String, uid: String, owner: String? = nil) throws {
        var metadata: JSONValue = ["name": .string(name), "namespace": "shop", "uid": .string(uid)]
        if let owner {
            metadata["ownerReferences"] = [
                [
                    "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "o", "uid": .string(owner),
                    "controller": true,
                ]
            ]
        }
        try cluster.put(["apiVersion": "apps/v1", "kind": .string(kind), "metadata": metadata])
    }

    /// The text of the record; nil where there is no ConfigMap.
    var record: String? {
        cluster.object("configmaps", "k8s-wait-job-memory", namespace: "k8s-wait")?.at("data", "record.json")?.string
    }

    /// Writes a text where the record is.
    func putRecord(_ text: String) throws {
        try cluster.put([
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": "k8s-wait-job-memory", "namespace": "k8s-wait", "labels": ["app": "kept"]],
            "data": ["record.json": .string(text), "else": "kept"],
        ])
    }
}

/// A memory of one replica, running.
final class Replica: Sendable {
    let memory: JobMemory
    let metrics = MetricsRegistry()
    /// Whether it may drop facts.
    let leadership = Leadership()
    private let task: Task<Void, Never>
    private let listener = Heard()

    /// A switch in place of an elector.
    final class Leadership: Sendable {
        let isOurs = Locked(true)
    }

    private final class Heard: Sendable {
        let jobs = Locked<Set<JobMemory.JobName>>([])
    }

    /// Starts one.
    init(
        _ cluster: TestCluster, leads isLeader: Bool = true, change: (inout JobMemorySettings) -> Void = { _ in }
    ) throws {
        leadership.isOurs.withLock { $0 = isLeader }
        var settings = JobMemorySettings(namespace: "k8s-wait")
        settings.batchDelay = .milliseconds(1)
        settings.shortestSweepInterval = .zero
        change(&settings)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: cluster.api.url))
        let memory = JobMemory(
            settings: settings, client: try KubernetesClient(configuration: configuration, logger: logger),
            isLeader: { [leadership] in leadership.isOurs.withLock { $0 } }, metrics: JobMemoryMetrics(metrics),
            logger: logger)
        self.memory = memory
        task = Task { [listener] in await memory.run { jobs in listener.jobs.withLock { $0.formUnion(jobs) } } }
    }

    /// Whether the listener was told of a Job.
    func wasTold(of job: String) -> Bool {
        listener.jobs.withLock { $0.contains { $0.namespace == "shop" && $0.name == job } }
    }

    /// Ends it, as a server that stops.
    func stop() async {
        task.cancel()
        await task.value
    }

    /// A wait of a pod of that controller sees `migrate` complete.
    func see(
        _ text: String = "job/shop/migrate", by controller: PodController = Facts.replicaSet(), uid: String = "job-1"
    ) throws {
        let dependency = try Facts.dependency(text)
        let job = CompletedJob(of: dependency, uid: ObjectUID(uid))
        guard
            let sighting = Sighting(
                of: job, completedAt: Timestamp(seconds: 4_000_000_000), for: dependency, by: controller,
                label: { _ in nil })
        else { return }
        memory.note(sighting)
    }

    /// What the memory says to a pod of that controller.
    func recalls(_ text: String = "job/shop/migrate", by controller: PodController = Facts.replicaSet()) throws -> Bool
    {
        memory.remembered(
            try Facts.dependency(text), for: controller, label: { _ in nil }, now: Timestamp(seconds: 4_000_000_100))
            != nil
    }

    /// The present value of a metric.
    func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("\(name) ") }.map { String($0.split(separator: " ")[1]) }
    }

    /// The namespaces are known, and so is the record.
    func becomeReady() async throws {
        _ = try recalls()
        try await eventually {
            self.memory.state.withLock { $0.namespaces.isCurrent && $0.keeper.base != .unread }
        }
    }
}
