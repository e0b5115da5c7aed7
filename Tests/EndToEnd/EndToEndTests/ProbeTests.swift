import Glibc
import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// What the init container finds out itself, together with what the server knows.
@Suite(.timeLimit(.minutes(3))) struct ProbeTests {
    @Test func aPortAndAServiceMustBothBeThere() async throws {
        try await World.run { world in
            let port = try HeldPort()
            let address = port.address
            let pod = try await world.create(
                Manifests.pod(["wait.k8s/for-tcp": address.description, "wait.k8s/for-job": "migrate"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.line(containing: "waiting: TCP address \(address)") != nil, "\(container.lines)")
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.line(containing: "ready: Job shop/migrate completed") != nil)
            #expect(!container.hasEnded)
            // The kernel accepts for it: nobody has to.
            let listener = try Descriptor.listening(on: address)
            #expect(await container.exitStatus() == 0, "\(container.lines)")
            #expect(try world.terminationMessage() == "released")
            _ = (listener.rawValue, port)
        }
    }

    @Test func aFileOfAVolumeIsWaitedForThroughACopyOfItsMount() async throws {
        try await World.run { world in
            let path = world.file("certificate")
            let directory = String(path.dropLast("/certificate".count))
            var pod = Manifests.pod(["wait.k8s/for-file": path])
            pod[path: "spec"]["volumes"] = [["name": "certificates", "emptyDir": [:]]]
            pod[path: "spec"]["containers"] = [
                [
                    "name": "my-api", "image": "my-api:1",
                    "volumeMounts": [["name": "certificates", "mountPath": .string(directory)]],
                ]
            ]
            let stored = try await world.create(pod)
            let mounts = stored.at("spec", "initContainers")?.array?.first?["volumeMounts"]?.array ?? []
            #expect(mounts.contains { $0["mountPath"]?.string == directory && $0["readOnly"]?.boolean == true })
            let container = try world.startInitContainer(of: stored)
            #expect(await container.line(containing: "waiting: file \(path)") != nil, "\(container.lines)")
            try world.write("certificate", "x")
            #expect(await container.exitStatus() == 0, "\(container.lines)")
        }
    }

    @Test func aFileThatNoVolumeCoversIsRefused() async throws {
        try await World.run { world in
            let answer = try await world.tryToCreate(Manifests.pod(["wait.k8s/for-file": "/etc/tls/ca.crt"]))
            #expect(answer.status == 400)
            #expect(answer.body["message"]?.string?.contains("/etc/tls/ca.crt") == true, "\(answer.body.text)")
        }
    }

    @Test func aNameThatResolvesNowhereKeepsThePodWaiting() async throws {
        try await World.run { world in
            let pod = try await world.create(
                Manifests.pod(["wait.k8s/for-dns": "localhost, nowhere.invalid", "wait.k8s/timeout": "3s"]))
            let container = try world.startInitContainer(of: pod)
            #expect(await container.exitStatus() == 1)
            #expect(try world.terminationMessage().contains("nowhere.invalid"))
        }
    }
}
