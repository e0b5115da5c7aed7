import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// Annotations on workloads and Namespaces, through the API server and the real programs.
@Suite(.timeLimit(.minutes(3))) struct WorkloadTests {
    private static let plurals = [
        "Deployment": "deployments", "StatefulSet": "statefulsets", "DaemonSet": "daemonsets",
        "ReplicaSet": "replicasets", "Job": "jobs", "CronJob": "cronjobs",
    ]

    /// A world whose webhook is asked about workloads too.
    private static func run(_ body: (World) async throws -> Void) async throws {
        try await World.run { world in
            let authority = try FileContents.read(world.authorityFile)
            let url = "https://localhost:\(world.webhookAddress.port)/mutate"
            try world.cluster.put(Manifests.workloadWebhook(url: url, caBundle: Base64.encode(authority)))
            try await body(world)
        }
    }

    private static func send(
        _ verb: String, _ object: JSONValue, to world: World
    ) async throws -> (status: Int, body: JSONValue, warnings: [String]) {
        let kind = object["kind"]?.string ?? ""
        let group = kind.hasSuffix("Job") ? "batch" : "apps"
        var path = "/apis/\(group)/v1/namespaces/shop/\(plurals[kind] ?? "")"
        if verb != "POST" { path += "/web" }
        guard case .answer(let answer) = await world.cluster.handle(APIRequest(verb, path, body: object.compact)) else {
            return (0, .null, [])
        }
        let warnings = answer.headers.filter { $0.name == "Warning" }.map(\.value)
        return (answer.status, try JSONValue(json: answer.body), warnings)
    }

    private static func template(_ workload: JSONValue) -> JSONValue? {
        workload.at("spec", "template") ?? workload.at("spec", "jobTemplate", "spec", "template")
    }

    /// A pod as the workload's controller makes it.
    private static func pod(of workload: JSONValue) throws -> JSONValue {
        var pod = try #require(template(workload))
        pod["apiVersion"] = "v1"
        pod["kind"] = "Pod"
        pod[path: "metadata"]["generateName"] = "web-"
        pod[path: "metadata"]["namespace"] = "shop"
        return pod
    }

    @Test(arguments: plurals.keys.sorted()) func itsPodsWait(kind: String) async throws {
        try await Self.run { world in
            let workload = Manifests.workload(kind, own: ["wait.k8s/for-job": "migrate"])
            let (status, stored, _) = try await Self.send("POST", workload, to: world)
            try #require(status == 201, "\(stored.text)")
            #expect(stored.at("metadata", "annotations", "wait.k8s/copied")?.string == "wait.k8s/for-job")
            let pod = try await world.create(Self.pod(of: stored))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate does not exist") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0, "\(container.lines)")
        }
    }

    @Test func followsChangesAndRemovals() async throws {
        try await Self.run { world in
            let first = Manifests.workload(own: ["wait.k8s/for-job": "migrate"], template: ["a/b": "c"])
            #expect(try await Self.send("POST", first, to: world).status == 201)
            let second = Manifests.workload(own: ["wait.k8s/for-job": "seed"], template: ["a/b": "c"])
            let (_, changed, _) = try await Self.send("PUT", second, to: world)
            #expect(Self.template(changed)?.at("metadata", "annotations", "wait.k8s/for-job")?.string == "seed")
            var third = changed
            third[path: "metadata"]["annotations"] = nil
            let (status, bare, warnings) = try await Self.send("PUT", third, to: world)
            #expect(status == 200, "\(bare.text)")
            #expect(Self.template(bare)?.at("metadata", "annotations") == ["a/b": "c"])
            #expect(warnings.contains { $0.contains("loses wait.k8s/for-job") }, "\(warnings)")
        }
    }

    @Test func aMistakeIsRefusedWhereItIsMadeAndNowhereElse() async throws {
        try await Self.run { world in
            let bad = Manifests.workload(own: ["wait.k8s/for-service": "redis prot=6379"])
            for object in [bad, Manifests.workload(own: [:], template: ["wait.k8s/for-service": "redis prot=6379"])] {
                let (status, body, _) = try await Self.send("POST", object, to: world)
                #expect(status == 400)
                #expect(body["message"]?.string?.contains("\"prot\" is not an option") == true, "\(body.text)")
            }
            // It was there before the webhook was.
            try world.cluster.put(bad)
            var scaled = bad
            scaled[path: "spec"]["replicas"] = 3
            let (status, body, warnings) = try await Self.send("PUT", scaled, to: world)
            #expect(status == 200, "\(body.text)")
            #expect(Self.template(body)?.at("metadata", "annotations") == nil)
            #expect(warnings.contains { $0.contains("Not copied into the pod template") }, "\(warnings)")
        }
    }

    @Test func whatAControllerMakesIsNotAskedAbout() async throws {
        try await Self.run { world in
            var replicas = Manifests.workload("ReplicaSet", own: ["wait.k8s/for-service": "redis prot=6379"])
            replicas[path: "metadata"]["ownerReferences"] = [
                [
                    "apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "uid": "u", "controller": true,
                ]
            ]
            let (status, stored, _) = try await Self.send("POST", replicas, to: world)
            #expect(status == 201 && Self.template(stored)?.at("metadata", "annotations") == nil)
            let metrics = try await world.askOperator("/metrics")
            #expect(metrics.contains(#"k8s_wait_admission_requests_total{outcome="unchanged"} 0"#))
        }
    }

    @Test func whatHasNoEffectIsSaid() async throws {
        try await Self.run { world in
            var cronJob = Manifests.workload("CronJob", own: [:])
            cronJob[path: "spec"][path: "jobTemplate"]["metadata"] = ["annotations": ["wait.k8s/for-job": "migrate"]]
            let (status, stored, warnings) = try await Self.send("POST", cronJob, to: world)
            #expect(status == 201 && Self.template(stored)?.at("metadata", "annotations") == nil)
            #expect(warnings.contains { $0.contains("spec.jobTemplate.metadata: ") }, "\(warnings)")
        }
    }

    // MARK: Namespaces

    @Test func aNamespaceSaysHowItsPodsWait() async throws {
        try await World.run(startsServer: false) { world in
            try world.cluster.put(Manifests.namespace("shop", ["wait.k8s/timeout": "7m", "wait.k8s/on-timeout": "no"]))
            try await world.startServer()
            try await world.registerWebhook()
            let annotations = ["wait.k8s/for-job": "migrate"]
            let request = APIRequest(
                "POST", "/api/v1/namespaces/shop/pods", body: Manifests.pod(annotations).compact)
            guard case .answer(let answer) = await world.cluster.handle(request) else { return }
            #expect(Self.arguments(try JSONValue(json: answer.body)).contains("--timeout=7m"))
            let warnings = answer.headers.filter { $0.name == "Warning" }.map(\.value)
            #expect(warnings.contains { $0.contains("Ignored on Namespace shop: wait.k8s/on-timeout") }, "\(warnings)")
            let own = try await world.create(Manifests.pod(annotations.merging(["wait.k8s/timeout": "5s"]) { $1 }))
            #expect(Self.arguments(own).contains("--timeout=5s"))
            // The watch tells the server sooner or later.
            try world.cluster.put(Manifests.namespace("shop", ["wait.k8s/timeout": "8m"]))
            while true {
                let pod = try await world.create(Manifests.pod(annotations))
                if Self.arguments(pod).contains("--timeout=8m") { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await world.askOperator("/metrics").contains("k8s_wait_namespaces_with_defaults 1\n"))
        }
    }

    @Test func aServerIsNotReadyBeforeItKnowsTheNamespaces() async throws {
        try await World.run(startsServer: false) { world in
            world.cluster.add(Fault(.status(500, retryAfter: nil), resource: "namespaces"))
            try await world.startServer(waitsUntilReady: false)
            let answer = try await world.readiness(containing: "[+]gated-pods")
            #expect(answer.hasPrefix("HTTP/1.1 503"))
            #expect(answer.contains("[-]namespaces"), "\(answer)")
            world.cluster.removeFaults()
            try await world.waitUntilReady()
        }
    }

    @Test func withoutPermissionForNamespacesPodsAreGatedAllTheSame() async throws {
        try await World.run(startsServer: false) { world in
            world.cluster.add(Fault(.status(403, retryAfter: nil), resource: "namespaces"))
            try world.cluster.put(Manifests.namespace("shop", ["wait.k8s/timeout": "7m"]))
            try await world.startServer()
            try await world.registerWebhook()
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(Self.arguments(pod).contains("--timeout=none"), "\(pod.text)")
        }
    }

    private static func arguments(_ pod: JSONValue) -> [String] {
        pod.at("spec", "initContainers")?.array?.first?["args"]?.array?.compactMap(\.string) ?? []
    }
}
