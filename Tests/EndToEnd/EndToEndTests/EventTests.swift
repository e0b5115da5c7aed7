import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// What `kubectl describe pod` shows of a wait, and that no wait depends on it.
@Suite(.timeLimit(.minutes(5))) struct EventTests {
    /// The Events of a pod as `kubectl describe pod` finds them, once they are as wanted.
    private static func events(
        _ world: World, of pod: JSONValue, until isDone: ([String: JSONValue]) -> Bool
    ) async throws -> [String: JSONValue] {
        let uid = pod.at("metadata", "uid")?.string ?? ""
        let path = "/api/v1/namespaces/shop/events?fieldSelector=involvedObject.uid%3D\(uid)"
        while true {
            guard case .answer(let answer) = await world.cluster.handle(APIRequest("GET", path)) else { return [:] }
            let items = try JSONValue(json: answer.body)["items"]?.array ?? []
            let events = Dictionary(items.map { ($0["reason"]?.string ?? "", $0) }) { first, _ in
                Issue.record("two Events with one reason: \(first.text)")
                return first
            }
            if isDone(events) { return events }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static func run(_ options: [String] = ["--events-after=0"], _ body: (World) async throws -> Void)
        async throws
    {
        try await World.run(serverOptions: options, body)
    }

    @Test func thePodIsToldOfTheWaitAndOfTheRelease() async throws {
        try await Self.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            let waiting = try await Self.events(world, of: pod) {
                $0["WaitingForDependency"]?["message"]?.string
                    == "0 of 1 ready; waiting for Job shop/migrate has not started yet"
            }
            #expect(waiting.count == 1)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0)
            let released = try await Self.events(world, of: pod) { $0["DependenciesReady"] != nil }
            #expect(released["DependenciesReady"]?["type"]?.string == "Normal")
            #expect(
                released["DependenciesReady"]?["message"]?.string?
                    .hasPrefix("1 of 1 ready: Job shop/migrate completed") == true)
            // It is counted once the answer to it is here.
            try await world.metrics(containing: #"k8s_wait_events_written_total{reason="DependenciesReady"} 1"#)
        }
    }

    @Test func aServerThatIsStartedAnewGoesOnWithTheSameEvent() async throws {
        try await Self.run { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            let isTold = { (events: [String: JSONValue]) in
                events["WaitingForDependency"]?["message"]?.string?.contains("has not started yet") == true
            }
            let first = try await Self.events(world, of: pod, until: isTold)
            let created = world.cluster.access.count("create", "events")
            try await world.restartServer()
            // It tries to create the Event, learns that it is there, and what it says.
            while world.cluster.access.count("create", "events") == created {
                try await Task.sleep(for: .milliseconds(10))
            }
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0)
            let last = try await Self.events(world, of: pod) { $0["DependenciesReady"] != nil }
            #expect(last.count == 2)
            #expect(
                last["WaitingForDependency"]?.at("metadata", "uid")
                    == first["WaitingForDependency"]?.at("metadata", "uid"))
        }
    }

    @Test func whereEventsAreForbiddenNothingElseSuffers() async throws {
        try await Self.run { world in
            world.cluster.add(Fault(.status(403, retryAfter: nil), resource: "events"))
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            while world.cluster.access.count("create", "events") == 0 { try await Task.sleep(for: .milliseconds(10)) }
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0)
            let next = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(await (try world.startInitContainer(of: next)).exitStatus() == 0)
            try await world.metrics(containing: #"k8s_wait_events_failed_total{error="forbidden"} 1"#)
            try await world.metrics(containing: #"k8s_wait_waits_total{outcome="released"} 2"#)
            #expect(try await world.askOperator("/readyz").hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func withTheAPIServerAwayMidWaitTheyAreWrittenOnceItIsBack() async throws {
        try await Self.run(["--events-after=1s"]) { world in
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate has not started yet") != nil)
            await world.stopAPIServer()
            #expect(await container.line(containing: "unknown: ") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            try await world.startAPIServer()
            #expect(await container.exitStatus() == 0)
            let events = try await Self.events(world, of: pod) { $0["DependenciesReady"] != nil }
            #expect(events["DependenciesReady"]?["count"]?.integer == 1)
        }
    }

    @Test func aFailure() async throws {
        try await Self.run { world in
            try world.cluster.put(Manifests.job(condition: "Failed"))
            let pod = try await world.create(
                Manifests.pod(["wait.k8s/for-job": "migrate", "wait.k8s/on-failure": "fail"], restartPolicy: "Never"))
            let container = try world.startInitContainer(of: pod)
            let events = try await Self.events(world, of: pod) { $0["DependencyFailed"] != nil }
            #expect(events["DependencyFailed"]?["type"]?.string == "Warning")
            #expect(events["DependencyFailed"]?["message"]?.string?.hasPrefix("Job shop/migrate") == true)
            #expect(await container.exitStatus() == 3)
        }
    }

    @Test func whatTheClientReports() async throws {
        try await Self.run { world in
            let (started, _) = try await world.timedOut(["wait.k8s/on-timeout": "proceed"], exiting: 0)
            let proceeded = try await Self.events(world, of: started) { $0["ProceededAfterTimeout"] != nil }
            #expect(proceeded["ProceededAfterTimeout"]?["type"]?.string == "Warning")
            #expect(
                proceeded["ProceededAfterTimeout"]?["message"]?.string?
                    .hasPrefix("the time is over; the pod starts without Job shop/migrate") == true)
            let (failed, _) = try await world.timedOut(exiting: 1)
            _ = try await Self.events(world, of: failed) {
                $0["WaitingForDependency"]?["message"]?.string?.hasPrefix("timed out: 0 of 1 ready; ") == true
            }
            let listener = try await world.create(Manifests.pod(["wait.k8s/for-tcp": world.statusAddress.description]))
            #expect(await (try world.startInitContainer(of: listener)).exitStatus() == 0)
            let probed = try await Self.events(world, of: listener) { $0["DependenciesReady"] != nil }
            #expect(
                probed["DependenciesReady"]?["message"]?.string == "1 of 1 ready: TCP address \(world.statusAddress)")
        }
    }

    @Test func noneAreWrittenWhereNoneAreWanted() async throws {
        try await Self.run(["--events=false"]) { world in
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(await (try world.startInitContainer(of: pod)).exitStatus() == 0)
            #expect(world.cluster.access.count("*", "events") == 0)
            #expect(try await !world.askOperator("/metrics").contains("k8s_wait_events"))
        }
    }
}
