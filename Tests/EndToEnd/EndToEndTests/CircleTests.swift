import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// Pods that wait for each other, by the real server: the warning when the second is created, and the Event when its client
/// connects.
@Suite(.timeLimit(.minutes(5))) struct CircleTests {
    private static let circle = "shop/api → Service db/postgres → db/postgres → Service shop/api"

    private static func service(_ name: String, in namespace: String, selects app: String? = nil) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "spec": ["selector": ["app": .string(app ?? name)], "ports": [["port": 80, "protocol": "TCP"]]],
        ]
    }

    private static func pod(
        _ name: String, in namespace: String, of owner: (kind: String, name: String), app: String,
        waitsFor service: String
    ) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace),
                "labels": ["app": .string(app), "pod-template-hash": "5d8c"],
                "annotations": ["wait.k8s/for-service": .string(service)],
                "ownerReferences": [
                    [
                        "apiVersion": "apps/v1", "kind": .string(owner.kind), "name": .string(owner.name),
                        "uid": "c0ffee00-0000-4000-8000-000000000000", "controller": true,
                    ]
                ],
            ],
            "spec": ["containers": [["name": "c", "image": "c:1"]]],
        ]
    }

    /// The StatefulSet's pod in namespace `db`, which waits for Service `shop/api`.
    private static let postgres = pod(
        "postgres-0", in: "db", of: ("StatefulSet", "postgres"), app: "postgres", waitsFor: "shop/api")

    /// A pod of Deployment `api` in namespace `shop`, which waits for Service `db/postgres`.
    private static func api(_ number: Int = 1) -> JSONValue {
        pod("api-5d8c-\(number)", in: "shop", of: ("ReplicaSet", "api-5d8c"), app: "api", waitsFor: "db/postgres")
    }

    /// Creates a pod through the webhook.
    private static func create(
        _ world: World, _ pod: JSONValue
    ) async throws -> (status: Int, warnings: String, pod: JSONValue) {
        let namespace = pod.at("metadata", "namespace")?.string ?? ""
        let request = APIRequest("POST", "/api/v1/namespaces/\(namespace)/pods", body: pod.compact)
        guard case .answer(let answer) = await world.cluster.handle(request) else { return (0, "", .null) }
        let warnings = answer.headers.filter { $0.name == "Warning" }.map(\.value).joined(separator: "\n")
        return (answer.status, warnings, try JSONValue(json: answer.body))
    }

    /// Both Services are known, and the pod of the database waits.
    private static func run(_ options: [String] = [], _ body: (World) async throws -> Void) async throws {
        try await World.run(startsServer: false, serverOptions: options) { world in
            try world.cluster.put(service("api", in: "shop"))
            try world.cluster.put(service("postgres", in: "db"))
            try await world.startServer()
            try await world.registerWebhook()
            try await world.metrics(containing: "k8s_wait_circles_known 1\n")
            let first = try await create(world, postgres)
            #expect(first.status == 201 && first.warnings.isEmpty)
            try await world.metrics(containing: #"k8s_wait_circles_objects{kind="pods"} 1"#)
            try await body(world)
        }
    }

    private static func events(_ world: World, of pod: JSONValue) async throws -> [JSONValue] {
        let path = "/api/v1/namespaces/shop/events"
        guard case .answer(let answer) = await world.cluster.handle(APIRequest("GET", path)) else { return [] }
        return (try JSONValue(json: answer.body)["items"]?.array ?? []).filter {
            $0.at("involvedObject", "uid") == pod.at("metadata", "uid") && $0["reason"]?.string == "WaitsInCircle"
        }
    }

    @Test func theSecondOfTwoIsWarnedOfAndToldOf() async throws {
        try await Self.run { world in
            let second = try await Self.create(world, Self.api())
            #expect(second.status == 201 && second.warnings.contains(Self.circle), "\(second.warnings)")
            let container = try world.startInitContainer(of: second.pod)
            _ = await container.line(containing: "Service db/postgres")
            var events: [JSONValue] = []
            while events.isEmpty {
                events = try await Self.events(world, of: second.pod)
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(events.count == 1 && events[0]["type"]?.string == "Warning" && events[0]["count"]?.integer == 1)
            #expect(events[0]["message"]?.string?.hasPrefix("\(Self.circle): ") == true, "\(events[0].text)")
            try await world.metrics(containing: "k8s_wait_circles_found_total 1\n")
            _ = await (try world.serverProcess()).line(containing: "a pod waits for what waits for it")
        }
    }

    @Test func aServiceThatSelectsOthersBreaksTheCircle() async throws {
        try await Self.run { world in
            let second = try await Self.create(world, Self.api())
            #expect(second.warnings.contains(Self.circle))
            try world.cluster.put(Self.service("postgres", in: "db", selects: "somebody"))
            // The watch tells of it at some moment; pods that are created after that are not warned of.
            var number = 2
            while try await Self.create(world, Self.api(number)).warnings.contains(Self.circle) { number += 1 }
            try world.cluster.put(Self.service("postgres", in: "db"))
            repeat { number += 1 } while try await !Self.create(world, Self.api(number)).warnings.contains(Self.circle)
        }
    }

    @Test func aPodPastItsWaitsBreaksTheCircle() async throws {
        try await Self.run { world in
            var pod = try #require(world.cluster.object("pods", "postgres-0", namespace: "db"))
            pod["status"] = [
                "phase": "Running",
                "initContainerStatuses": [
                    ["name": "k8s-wait", "state": ["terminated": ["exitCode": 0, "message": "released"]]]
                ],
            ]
            #expect(try await Self.create(world, Self.api()).warnings.contains(Self.circle))
            try world.cluster.put(pod)
            var number = 2
            while try await Self.create(world, Self.api(number)).warnings.contains(Self.circle) { number += 1 }
        }
    }

    @Test func withoutEventsTheLogAndTheMetricStillTell() async throws {
        try await Self.run(["--events=false"]) { world in
            let second = try await Self.create(world, Self.api())
            let container = try world.startInitContainer(of: second.pod)
            _ = await container.line(containing: "Service db/postgres")
            _ = await (try world.serverProcess()).line(containing: "a pod waits for what waits for it")
            try await world.metrics(containing: "k8s_wait_circles_found_total 1\n")
            #expect(world.cluster.access.count("*", "events") == 0)
        }
    }

    @Test func whereServicesMayNotBeListedPodsAreCreatedAllTheSame() async throws {
        try await World.run(startsServer: false) { world in
            world.cluster.add(Fault(.status(403, retryAfter: nil), verb: "list", resource: "services"))
            try await world.startServer()
            try await world.registerWebhook()
            try await world.metrics(containing: "k8s_wait_circles_forbidden 1\n")
            let pod = try await Self.create(world, Self.api())
            #expect(pod.status == 201 && pod.warnings.isEmpty)
            _ = await (try world.serverProcess()).line(containing: "pods that wait for each other are not found")
            #expect(try await world.askOperator("/metrics").contains("k8s_wait_circles_known 0\n"))
        }
    }

    @Test func switchedOffNothingIsWatchedForIt() async throws {
        try await World.run(serverOptions: ["--circles=off"]) { world in
            try world.cluster.put(Self.service("api", in: "shop"))
            var waiting = Self.api()
            waiting[path: "metadata"]["annotations"] = ["wait.k8s/for-service": "api"]
            let pod = try await Self.create(world, waiting)
            #expect(pod.status == 201 && pod.warnings.isEmpty)
            #expect(world.cluster.access.count("*", "services") == 0)
            #expect(try await !world.askOperator("/metrics").contains("k8s_wait_circles_"))
        }
    }

    @Test func underDenyWhatClosesACircleIsRefused() async throws {
        try await Self.run(["--circles=deny"]) { world in
            let authority = try FileContents.read(world.authorityFile)
            let url = "https://localhost:\(world.webhookAddress.port)/mutate"
            try world.cluster.put(Manifests.workloadWebhook(url: url, caBundle: Base64.encode(authority)))
            let words = " denied the request: \(Self.circle): each of them waits for the next, so none of them ever"

            let pod = try await Self.create(world, Self.api())
            #expect(pod.status == 400)
            #expect(
                pod.pod["message"]?.string?.contains("\"annotated.pods.wait.k8s\"\(words)") == true, "\(pod.pod.text)")
            let refused = try await Self.send("POST", Self.deployment(waitsFor: "db/postgres"), to: world)
            #expect(refused.status == 400)
            #expect(
                refused.body["message"]?.string?.contains("\"workloads.wait.k8s\"\(words)") == true,
                "\(refused.body.text)")

            // Of a change no more is refused than what it adds.
            let other = try await Self.send("POST", Self.deployment(waitsFor: "cache"), to: world)
            #expect(other.status == 201, "\(other.body.text)")
            let changed = try await Self.send("PUT", Self.deployment(waitsFor: "db/postgres"), to: world)
            #expect(changed.status == 400, "\(changed.body.text)")
            try await world.metrics(containing: #"k8s_wait_admission_circles_total{outcome="denied"} 3"#)
        }
    }

    private static func deployment(waitsFor service: String) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "api", "namespace": "shop"],
            "spec": [
                "selector": ["matchLabels": ["app": "api"]],
                "template": [
                    "metadata": [
                        "labels": ["app": "api"], "annotations": ["wait.k8s/for-service": .string(service)],
                    ],
                    "spec": ["containers": [["name": "c", "image": "c:1"]]],
                ],
            ],
        ]
    }

    private static func send(
        _ verb: String, _ deployment: JSONValue, to world: World
    ) async throws -> (status: Int, body: JSONValue) {
        let path = "/apis/apps/v1/namespaces/shop/deployments" + (verb == "POST" ? "" : "/api")
        let request = APIRequest(verb, path, body: deployment.compact)
        guard case .answer(let answer) = await world.cluster.handle(request) else { return (0, .null) }
        return (answer.status, try JSONValue(json: answer.body))
    }
}
