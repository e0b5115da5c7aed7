import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

/// The main job: an annotated pod goes through the real webhook, its init container runs as a real process, and it exits
/// the moment its dependencies are ready.
@Suite(.timeLimit(.minutes(3))) struct MainJobTests {
    @Test func aPodWaitsForItsServiceAndItsJobAndIsReleased() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.service())
            try world.cluster.put(Manifests.slice(isReady: false))
            try world.cluster.put(Manifests.job())
            let pod = try await world.create(
                Manifests.pod(["wait.k8s/for-service": "db/postgres", "wait.k8s/for-job": "migrate"]))
            #expect(pod.at("metadata", "labels", "wait.k8s/gated")?.string == "true")
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Service db/postgres: 0 of 1 endpoints ready") != nil)
            #expect(await container.line(containing: "Job shop/migrate") != nil)

            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.line(containing: "ready: Job shop/migrate completed") != nil)
            try world.cluster.put(Manifests.slice(isReady: true))
            #expect(await container.exitStatus() == 0)
            #expect(container.lines.last?.contains("released after ") == true)
            #expect(try world.terminationMessage() == "released")
        }
    }

    @Test func aCompletedJobStaysDoneWhenItsTTLRemovesItMidWait() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.service())
            try world.cluster.put(Manifests.slice(isReady: false))
            try world.cluster.put(Manifests.job(condition: "Complete"))
            let pod = try await world.create(
                Manifests.pod(["wait.k8s/for-service": "db/postgres", "wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "ready: Job shop/migrate completed") != nil)
            world.cluster.remove("jobs", "migrate", namespace: "shop")
            #expect(await container.line(containing: "has been removed since") != nil)
            try await world.restartServer()
            #expect(await container.line(containing: "connected to the status server again") != nil)
            try world.cluster.put(Manifests.slice(isReady: true))
            #expect(await container.exitStatus() == 0)
        }
    }

    @Test func aFailedJobEndsAPodThatSaysSo() async throws {
        try await World.run { world in
            try world.cluster.put(Manifests.job(condition: "Failed"))
            // A failed Job may be replaced for 30 s, so the time-out comes first.
            let (_, container) = try await world.timedOut(["wait.k8s/on-failure": "wait"], exiting: 1)
            #expect(container.lines.contains { $0.contains("Job shop/migrate failed") }, "\(container.lines)")
            #expect(try world.terminationMessage().contains("Job shop/migrate"))
        }
    }

    @Test func proceedingAfterTheTimeOutExitsZeroAndSaysSo() async throws {
        try await World.run { world in
            let (_, container) = try await world.timedOut(["wait.k8s/on-timeout": "proceed"], exiting: 0)
            #expect(container.lines.contains { $0.contains("PROCEEDING") && $0.contains("Job shop/migrate") })
            #expect(try world.terminationMessage() != "released")
        }
    }

    @Test(arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))])
    func aSignalEndsTheWaitAtOnce(signal: Int32, status: Int32) async throws {
        try await World.run { world in
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "Job shop/migrate does not exist") != nil)
            container.signal(signal)
            #expect(await container.exitStatus() == status)
            #expect(try world.terminationMessage().contains("Job shop/migrate"))
        }
    }

    @Test func aBadAnnotationIsRefusedByNameItemAndNearestWord() async throws {
        try await World.run { world in
            let answer = try await world.tryToCreate(Manifests.pod(["wait.k8s/for-servce": "postgres"]))
            #expect(answer.status == 400)
            let message = answer.body["message"]?.string ?? ""
            #expect(message.contains("admission webhook \"annotated.pods.wait.k8s\" denied the request"))
            #expect(message.contains("wait.k8s/for-servce"))
            #expect(message.contains("did you mean wait.k8s/for-service?"))

            let item = try await world.tryToCreate(Manifests.pod(["wait.k8s/for-service": "postgres, redis prot=6379"]))
            #expect(item.body["message"]?.string?.contains("redis prot=6379") == true)
            #expect(item.body["message"]?.string?.contains("port") == true)
        }
    }

    @Test func aPodWithoutAnnotationsNeverReachesTheWebhook() async throws {
        try await World.run { world in
            await world.stopServer()
            let plain = try await world.create(Manifests.pod([:]))
            #expect(plain.at("spec", "initContainers") == nil)
            let gated = try await world.tryToCreate(Manifests.pod(["wait.k8s/for-job": "migrate"]))
            #expect(gated.status == 500, "an annotated pod is never let through ungated while the webhook is away")
        }
    }
}
