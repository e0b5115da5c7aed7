import Glibc
import KubernetesTestKit
import Testing

/// Policies under several replicas, whichever of them is asked.
@Suite(.timeLimit(.minutes(10))) struct PolicyReplicaTests {
    /// Makes the policy list another Service, and so another generation.
    private static func change(_ cluster: Cluster, to generation: Int) async throws {
        let spec: JSONValue = ["spec": ["dependencies": ["for-service": .string("v\(generation)")]]]
        _ = try await cluster.send("PATCH", "\(Manifests.policyPath)/db", spec)
    }

    private static func condition(_ cluster: Cluster) -> JSONValue? {
        cluster.object("waitpolicies", "db", namespace: "shop")?.at("status", "conditions")?.array?.first
    }

    private static func accepted(_ history: PolicyHistory, _ generation: Int) async throws {
        try await eventually { history.latest.map { $0.generation == generation && $0.isAccepted } == true }
    }

    /// Waits until so many replicas' Leases do not list the policy any more.
    private static func forgotten(_ cluster: Cluster, _ uid: String, by count: Int) async throws {
        while true {
            let leases = try await cluster.send("GET", Manifests.replicaLeases)["items"]?.array ?? []
            let without = leases.count {
                $0.at("metadata", "annotations", "wait.k8s/policies")?.string?.contains(uid) == false
            }
            if without == count { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Pods are created through all replicas while the policy comes, changes and goes, while one replica stands still, one
    /// is new and two, the one that leads among them, end without a word. Every pod whose creation began after the policy
    /// was accepted waits as that generation says, and none for a policy that all have forgotten.
    @Test func whicheverReplicaIsAskedAcceptedPoliciesBind() async throws {
        try await ReplicaSet.run(
            3, drainTime: 1, serverOptions: ["--replica-lifetime", "40s"], forPolicies: true
        ) { replicas in
            let cluster = replicas.api.cluster
            let history = try await PolicyHistory(in: cluster, path: Manifests.policyPath)
            let pods = SteadyPods(in: cluster)
            try await pods.wait(for: 3)

            let policy = try await cluster.send("POST", Manifests.policyPath, Manifests.policy(services: "v1"))
            try await Self.accepted(history, 1)
            try await pods.wait(for: 6)

            // One stands still: it is waited for.
            replicas.signal("old-2", SIGSTOP)
            try await Self.change(cluster, to: 2)
            try await eventually {
                let condition = Self.condition(cluster)
                return condition?["observedGeneration"]?.integer == 2 && condition?["status"]?.string == "Unknown"
                    && condition?["message"]?.string?.hasPrefix("2 of 3 replicas have it; not yet ") == true
            }
            await replicas.wait(for: "old-2", isServing: false)
            try await pods.wait(for: 6)
            replicas.signal("old-2", SIGCONT)
            try await Self.accepted(history, 2)
            await replicas.wait(for: "old-2")
            try await pods.wait(for: 9)

            // One comes while the policy changes.
            async let start: Void = replicas.start("late")
            try await Self.change(cluster, to: 3)
            try await Self.accepted(history, 3)
            try await start
            try await pods.wait(for: 12)

            // Two end without a word.
            replicas.signal("old-0", SIGKILL)
            replicas.signal("old-1", SIGKILL)
            try await Self.change(cluster, to: 4)
            try await Self.accepted(history, 4)
            try await pods.wait(for: 6)

            // Of a policy that is gone the Leases of those that live say when the last has forgotten it.
            let uid = policy.at("metadata", "uid")?.string ?? ""
            _ = try await cluster.send("DELETE", "\(Manifests.policyPath)/db")
            try await eventually { history.latest?.generation == nil }
            try await Self.forgotten(cluster, uid, by: 2)
            let end = cluster.resourceVersion
            try await pods.wait(for: 6)
            await pods.stop()
            history.end()

            var bound = [Int](repeating: 0, count: 5)
            for birth in pods.births {
                let waits = birth.waits
                if birth.began >= end { #expect(waits == nil) }
                guard let duty = history.duty(of: birth, { "service/shop/v\($0)" }) else { continue }
                #expect(waits == duty, "a pod of version \(birth.version) whose creation began at \(birth.began)")
                if let number = duty?.last?.wholeNumberValue { bound[number] += 1 }
            }
            print("policies: \(pods.births.count) pods, bound \(bound), \(pods.refusals.count) created again")
            #expect(bound.dropFirst().allSatisfy { $0 >= 5 })
        }
    }
}
