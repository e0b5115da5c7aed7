import KubernetesTestKit
import ServerTestKit
import Testing

/// Every kind through the real webhook, the real server and the real init container: it waits while its dependency is not
/// ready, says so, and is released by the event that makes it ready.
@Suite(.timeLimit(.minutes(3))) struct KindTests {
    /// One way to wait.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The annotation's key without its prefix.
        let key: String
        let value: String
        /// What is there when the pod is created.
        var before: [JSONValue] = []
        /// What the container says while it waits.
        let blocker: String
        /// What then makes it ready.
        let after: [JSONValue]

        init(
            _ name: String, _ key: String, _ value: String, before: [JSONValue] = [], blocker: String,
            after: [JSONValue]
        ) {
            testDescription = name
            self.key = key
            self.value = value
            self.before = before
            self.blocker = blocker
            self.after = after
        }
    }

    static let cases: [Case] = [
        Case(
            "a pod by name", "for-pod", "cache-0", before: [Manifests.otherPod("cache-0", isReady: false)],
            blocker: "Pod shop/cache-0", after: [Manifests.otherPod("cache-0", isReady: true)]),
        Case(
            "pods by label", "for-pod", "(app=cache) min=2", before: [Manifests.otherPod("cache-0", isReady: true)],
            blocker: "Pod shop/(app=cache)", after: [Manifests.otherPod("cache-1", isReady: true)]),
        Case(
            "a pod that must succeed", "for-pod", "seed condition=succeeded",
            before: [Manifests.otherPod("seed", isReady: true)], blocker: "Pod shop/seed",
            after: [Manifests.otherPod("seed", isReady: false, phase: "Succeeded")]),
        Case(
            "a Deployment", "for-deployment", "gateway min=2", before: [Manifests.deployment(available: 1)],
            blocker: "Deployment shop/gateway", after: [Manifests.deployment(available: 2)]),
        Case(
            "a StatefulSet", "for-statefulset", "kafka", blocker: "StatefulSet shop/kafka does not exist",
            after: [Manifests.statefulSet(ready: 1)]),
        Case(
            "a CronJob", "for-cronjob", "nightly", before: [Manifests.cronJob(hasSucceeded: false)],
            blocker: "CronJob shop/nightly", after: [Manifests.cronJob(hasSucceeded: true)]),
        Case(
            "a claim", "for-pvc", "data", before: [Manifests.claim(phase: "Pending")],
            blocker: "PersistentVolumeClaim shop/data", after: [Manifests.claim(phase: "Bound")]),
        Case(
            "a node", "for-node", "worker-1", before: [Manifests.node(isReady: false)], blocker: "Node worker-1",
            after: [Manifests.node(isReady: true)]),
        Case(
            "a definition", "for-crd", "foos.stable.example.com",
            blocker: "CustomResourceDefinition foos.stable.example.com does not exist", after: [Manifests.definition]),
        Case(
            "an object of a kind that arrives later", "for", "foo.stable.example.com/my-foo",
            blocker: "foo.stable.example.com shop/my-foo", after: [Manifests.definition, Manifests.foo(isReady: true)]),
        Case(
            "a field of an object", "for", "fo/my-foo jsonpath={.status.phase}=Running",
            before: [Manifests.definition, Manifests.foo(isReady: false)], blocker: "fo shop/my-foo",
            after: [Manifests.foo(isReady: true)]),
        Case(
            "a key of a ConfigMap", "for-configmap", "settings key=url", before: [Manifests.configMap(key: "other")],
            blocker: "ConfigMap shop/settings", after: [Manifests.configMap(key: "url")]),
        Case(
            "Jobs by label", "for-job", "(app=migrate)", before: [Manifests.labelled(Manifests.job(), "migrate")],
            blocker: "Job shop/(app=migrate)",
            after: [Manifests.labelled(Manifests.job(condition: "Complete"), "migrate")]),
    ]

    @Test(arguments: cases)
    func isWaitedForUntilItIsReady(item: Case) async throws {
        try await World.run(serverOptions: ["--allow-kinds=configmaps,foos.stable.example.com"]) { world in
            for object in item.before { try world.cluster.put(object) }
            let pod = try await world.create(Manifests.pod(["wait.k8s/\(item.key)": item.value]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "waiting: \(item.blocker)") != nil, "\(container.lines)")
            for object in item.after { try world.cluster.put(object) }
            #expect(await container.exitStatus() == 0, "\(container.lines)")
            #expect(try world.terminationMessage() == "released")
        }
    }

    @Test func aDaemonSetIsWaitedForOnThePodsOwnNode() async throws {
        try await World.run { world in
            let stored = try world.cluster.put(Manifests.daemonSet)
            let owner: JSONValue = [
                "apiVersion": "apps/v1", "kind": "DaemonSet", "name": "agent", "controller": true,
                "uid": stored.at("metadata", "uid") ?? .null,
            ]
            try world.cluster.put(Manifests.otherPod("agent-a", isReady: true, node: "worker-2", owner: owner))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-daemonset": "agent"], node: "worker-1"))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "waiting: DaemonSet shop/agent") != nil)
            try world.cluster.put(Manifests.otherPod("agent-b", isReady: true, node: "worker-1", owner: owner))
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func whatMustBeGoneIsWaitedForUntilItIs() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.deployment(available: 2))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-deployment": "gateway absent"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "waiting: Deployment shop/gateway") != nil)
            world.cluster.remove("deployments", "gateway", namespace: "shop")
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func aKindThatTheOperatorDoesNotAllowIsRefused() async throws {
        try await World.run { world in
            for (key, value) in [("for-secret", "password"), ("for", "foo.stable.example.com/my-foo")] {
                let answer = try await world.tryToCreate(Manifests.pod(["wait.k8s/\(key)": value]))
                #expect(answer.status == 400)
                #expect(answer.body["message"]?.string?.contains("--allow-kinds") == true, "\(answer.body.text)")
            }
        }
    }

    @Test func uptimeReleasesWithoutAnyEvent() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.service())
            try world.cluster.put(Manifests.slice(isReady: false))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-service": "db/postgres uptime=2s"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "waiting: Service db/postgres: 0 of 1") != nil)
            try world.cluster.put(Manifests.slice(isReady: true))
            #expect(await container.line(containing: "waiting: Service db/postgres: 1 of 1") != nil)
            #expect(await container.exitStatus() == 0, "\(container.lines)")
        }
    }
}
