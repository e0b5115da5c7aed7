import KubernetesTestKit
import ServerTestKit
import Testing

/// Who gets an answer: the live pod is the credential and the question.
@Suite(.timeLimit(.minutes(3))) struct RefusalTests {
    @Test func aWrongUIDIsRefused() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(
                of: pod, changes: ["POD_UID": "00000000-0000-0000-0000-000000000000"])
            #expect(await container.exitStatus() == 4)
            #expect(container.lines.allSatisfy { !$0.contains("completed") }, "nothing is learned")
        }
    }

    @Test func aPodThatIsNotThereIsUnknownAndAnsweredWhenItAppears() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job(condition: "Complete"))
            var pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let name = pod.at("metadata", "name")?.string ?? ""
            world.cluster.remove("pods", name, namespace: "shop")
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "is not known to the server yet") != nil)
            pod[path: "metadata"]["resourceVersion"] = nil
            try world.cluster.put(pod)
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func aPodWithoutOurContainerIsRefused() async throws {
        try await World.run { world in
            var pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let gated = pod
            pod[path: "spec"]["initContainers"] = nil
            try world.cluster.put(pod)
            let container = try world.startInitContainer(of: gated)
            #expect(await container.exitStatus() == 4)
        }
    }

    @Test func aPodThatIsDeletedWhileItWaitsIsRefused() async throws {
        try await World.run { world in
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate does not exist") != nil)
            world.cluster.remove("pods", pod.at("metadata", "name")?.string ?? "", namespace: "shop")
            #expect(await container.exitStatus() == 4)
        }
    }
}
