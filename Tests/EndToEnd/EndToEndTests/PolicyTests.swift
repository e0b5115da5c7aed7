import Glibc
import KubernetesTestKit
import Locking
import Posix
import ServerTestKit
import Testing

/// Policies from their creation to their end, by the real server.
@Suite(.timeLimit(.minutes(5))) struct PolicyTests {
    @Test func aPodThatSaysNothingWaitsByItsPolicy() async throws {
        try await World.runWithPolicies { world in
            _ = try await world.cluster.send("POST", Manifests.policyPath, Manifests.policy(services: "db/postgres"))
            let condition = try await world.policyCondition(is: "True")
            #expect(condition["reason"]?.string == "InForce")
            let pod = try await world.create(Manifests.pod([:]))
            #expect(SteadyPods.waits(pod) == "service/db/postgres")
            #expect(pod.at("metadata", "annotations", "wait.k8s/policies")?.string == "waitpolicy/db")
            let container = try world.startInitContainer(of: pod)
            _ = await container.line(containing: "Service db/postgres")
            try world.cluster.put(Manifests.service())
            try world.cluster.put(Manifests.slice(isReady: true))
            #expect(await container.exitStatus() == 0)
        }
    }

    /// Pods are created all the time while a policy comes, changes and goes: those whose creation began after it was
    /// accepted wait for just what it listed then, and no pod for anything that no version ever listed.
    @Test func eachPodWaitsForWhatWasAcceptedAtItsCreation() async throws {
        try await World.runWithPolicies { world in
            let possible = PossibleWaits()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    var count = 0
                    while !Task.isCancelled {
                        let before = possible.all
                        let waits = SteadyPods.waits(try await world.create(Manifests.pod([:])))
                        // What may hold grows before a change and shrinks once it is accepted.
                        let after = possible.all
                        #expect(before.contains(waits) || after.contains(waits), "\(waits ?? "nothing") of \(before)")
                        count += 1
                        await Task.yield()
                    }
                    return count
                }
                func step(to waits: String?, _ change: () async throws -> Void) async throws {
                    possible.add(waits)
                    try await change()
                    possible.settle(on: waits)
                    for _ in 0..<5 { #expect(SteadyPods.waits(try await world.create(Manifests.pod([:]))) == waits) }
                }
                try await step(to: "service/shop/a") {
                    _ = try await world.cluster.send("POST", Manifests.policyPath, Manifests.policy(services: "a"))
                    try await world.policyCondition(is: "True")
                }
                for generation in 2...4 {
                    let name = "v\(generation)"
                    try await step(to: "service/shop/\(name)") {
                        let spec: JSONValue = ["spec": ["dependencies": ["for-service": .string(name)]]]
                        _ = try await world.cluster.send("PATCH", "\(Manifests.policyPath)/db", spec)
                        try await world.policyCondition(is: "True", generation: generation)
                    }
                }
                // Of one that is gone nobody says when the last replica has forgotten it.
                possible.add(nil)
                _ = try await world.cluster.send("DELETE", "\(Manifests.policyPath)/db")
                while SteadyPods.waits(try await world.create(Manifests.pod([:]))) != nil { await Task.yield() }
                group.cancelAll()
                #expect(try await group.next() ?? 0 > 0)
            }
        }
    }

    @Test func aBadPolicyIsIgnoredAndSaysWhy() async throws {
        try await World.runWithPolicies { world in
            _ = try await world.cluster.send(
                "POST", Manifests.policyPath, Manifests.policy("bad", services: "a prot=1"))
            let condition = try await world.policyCondition("bad", is: "False")
            #expect(condition["reason"]?.string == "Invalid")
            #expect(
                condition["message"]?.string?.hasPrefix("spec.dependencies.for-service: item \"a prot=1\", column 3: ")
                    == true)
            #expect(SteadyPods.waits(try await world.create(Manifests.pod([:]))) == nil)
            // Mended, it counts.
            let spec: JSONValue = ["spec": ["dependencies": ["for-service": "a port=1"]]]
            _ = try await world.cluster.send("PATCH", "\(Manifests.policyPath)/bad", spec)
            try await world.policyCondition("bad", is: "True", generation: 2)
            #expect(SteadyPods.waits(try await world.create(Manifests.pod([:]))) == "service/shop/a port=1")
        }
    }

    @Test func anAuditedPolicyChangesNothing() async throws {
        try await World.runWithPolicies { world in
            _ = try await world.cluster.send(
                "POST", Manifests.policyPath, Manifests.policy(services: "a", mode: "Audit"))
            try await world.policyCondition(is: "True")
            let pod = try await world.create(Manifests.pod([:]))
            #expect(SteadyPods.waits(pod) == nil)
            #expect(pod.at("metadata", "labels", "wait.k8s/gated") == nil)
        }
    }

    /// The webhook's entry for policies is Ignore: what got by it is counted, and told of on the pod.
    @Test func podsAreCountedAndThoseThatGotByAreToldOf() async throws {
        try await World.runWithPolicies { world in
            _ = try await world.cluster.send("POST", Manifests.policyPath, Manifests.policy(services: "db/postgres"))
            try await world.policyCondition(is: "True")
            _ = try await world.create(Manifests.pod([:]))
            var past = Manifests.pod([:])
            past[path: "metadata"]["name"] = "got-by"
            past[path: "metadata"]["uid"] = "0f2a4a1e-0000-4000-8000-000000000001"
            past[path: "metadata"]["creationTimestamp"] = "2099-01-01T00:00:00Z"
            try world.cluster.put(past)
            try await eventually {
                let status = world.cluster.object("waitpolicies", "db", namespace: "shop")?["status"]
                return ["matched", "waiting", "ungated"].map { status?[$0] } == [2, 1, 1]
            }
            for (state, count) in [("matched", 2), ("waiting", 1), ("ungated", 1)] {
                try await world.metrics(containing: "k8s_wait_policy_pods{state=\"\(state)\"} \(count)\n")
            }
            let path = "/api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3Dgot-by"
            var events: [JSONValue] = []
            while events.isEmpty {
                events = try await world.cluster.send("GET", path)["items"]?.array ?? []
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(events.map { $0["reason"]?.string } == ["NotGated"])
            #expect(events.first?["type"]?.string == "Warning")
            #expect(events.first?["message"]?.string?.hasPrefix("WaitPolicy shop/db selects this pod") == true)
            #expect(events.first?.at("involvedObject", "uid")?.string == "0f2a4a1e-0000-4000-8000-000000000001")
        }
    }

    @Test func aPolicyIsNotAcceptedBeforeEveryReplicaHasIt() async throws {
        try await World.runWithPolicies { world in
            // The first one leads by now or soon: there is nobody else yet.
            try await world.metrics(containing: "k8s_wait_leader 1")
            let (other, _) = try await world.startReplica()
            try await world.replicas(are: 2)
            other.signal(SIGSTOP)
            _ = try await world.cluster.send("POST", Manifests.policyPath, Manifests.policy(services: "a"))
            // First it may be none of them: the leader tells of its own by its Lease too.
            try await eventually {
                let pending = world.policyCondition("db")
                return pending?["status"]?.string == "Unknown"
                    && pending?["message"]?.string?.hasPrefix("1 of 2 replicas have it; not yet ") == true
            }
            other.signal(SIGCONT)
            try await world.policyCondition(is: "True")
            // It takes its Lease away when it ends.
            other.signal(SIGTERM)
            #expect(await other.exitStatus() == 0)
            try await world.replicas(are: 1)
        }
    }

    @Test func withoutTheDefinitionsTheServerServesAllTheSame() async throws {
        try await World.run(serverOptions: ["--policies=true"]) { world in
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-service": "db/postgres"]))
            #expect(SteadyPods.waits(pod) == "service/db/postgres")
        }
    }
}

/// What a pod may wait for that is created now.
private final class PossibleWaits: Sendable {
    private let waits = Locked<[String?]>([nil])

    /// All that is possible.
    var all: [String?] { waits.withLock { $0 } }

    /// Something else is possible too.
    func add(_ text: String?) { waits.withLock { $0.append(text) } }

    /// Nothing else is possible any more.
    func settle(on text: String?) { waits.withLock { $0 = [text] } }
}
