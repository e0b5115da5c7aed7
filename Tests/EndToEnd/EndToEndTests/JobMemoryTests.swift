import KubernetesTestKit
import ServerTestKit
import Testing

/// A Job that its TTL has removed does not block the pods that are added later, and waves no new revision through.
@Suite(.timeLimit(.minutes(3))) struct JobMemoryTests {
    private static let annotations = ["wait.k8s/for-job": "migrate"]
    private static let witness = "seen complete by an earlier pod of ReplicaSet shop/my-api-57b6f7c45f"

    /// A pod of a ReplicaSet of Deployment `my-api`.
    private static func pod(hash: String = "57b6f7c45f", uid: String = "rs-1") -> JSONValue {
        var pod = Manifests.pod(annotations)
        pod[path: "metadata"]["labels"] = ["app": "my-api", "pod-template-hash": .string(hash)]
        pod[path: "metadata"]["ownerReferences"] = [
            [
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": .string("my-api-\(hash)"), "uid": .string(uid),
                "controller": true, "blockOwnerDeletion": true,
            ]
        ]
        return pod
    }

    /// Waits until the record says that a Job was seen complete.
    private static func recordIsWritten(in world: World) async throws {
        while true {
            let map = world.cluster.object("configmaps", "k8s-wait-job-memory", namespace: "k8s-wait")
            if map?.at("data", "record.json")?.string?.contains(#""job":"migrate""#) == true { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test func podsOfTheRevisionThatSawItAreReleasedAndOthersWait() async throws {
        try await World.run { world in
            // Older than the Job, as it is in a cluster.
            try world.cluster.put([
                "apiVersion": "v1", "kind": "Namespace",
                "metadata": ["name": "shop", "creationTimestamp": "2026-11-20T05:41:14Z"],
            ])
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let first = try world.startInitContainer(of: try await world.create(Self.pod()))
            #expect(await first.exitStatus() == 0)
            try await Self.recordIsWritten(in: world)
            world.cluster.remove("jobs", "migrate", namespace: "shop")
            try await world.restartServer()
            try await world.registerWebhook()

            let scaledUp = try world.startInitContainer(of: try await world.create(Self.pod()))
            #expect(await scaledUp.exitStatus() == 0)
            #expect(scaledUp.lines.contains { $0.contains(Self.witness) }, "\(scaledUp.lines)")
            #expect(try world.terminationMessage() == "released")

            let rolledOut = try world.startInitContainer(
                of: try await world.create(Self.pod(hash: "6d4cf56db6", uid: "rs-2")))
            let recreated = try world.startInitContainer(of: try await world.create(Self.pod(uid: "rs-3")))
            #expect(await rolledOut.line(containing: "Job shop/migrate does not exist") != nil)
            #expect(await recreated.line(containing: "Job shop/migrate does not exist") != nil)
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await rolledOut.exitStatus() == 0)
            #expect(await recreated.exitStatus() == 0)
        }
    }

    @Test(arguments: [("released", true), ("PROCEEDING: Job shop/migrate does not exist", false)])
    func aReleasedSiblingIsAProofWithoutARecord(message: String, isProof: Bool) async throws {
        try await World.run { world in
            var sibling = try await world.create(Self.pod())
            sibling["status"] = [
                "phase": "Running",
                "initContainerStatuses": [
                    [
                        "name": "k8s-wait", "ready": true, "restartCount": 0, "image": "i", "imageID": "",
                        "state": ["terminated": ["exitCode": 0, "reason": "Completed", "message": .string(message)]],
                    ]
                ],
            ]
            try world.cluster.put(sibling)
            let next = try world.startInitContainer(of: try await world.create(Self.pod()))
            if isProof {
                #expect(await next.exitStatus() == 0)
                #expect(next.lines.contains { $0.contains("seen complete by a released pod of ReplicaSet") })
            } else {
                #expect(await next.line(containing: "Job shop/migrate does not exist") != nil)
                #expect(!next.hasEnded)
                await next.killAndWait()
            }
        }
    }
}
