import KubernetesTestKit
import Posix
import ServerTestKit
import Testing

/// Containers of our image that people wrote, where the webhook did not see the pod.
@Suite(.timeLimit(.minutes(3))) struct HandWrittenTests {
    private static func field(_ name: String, _ path: String) -> JSONValue {
        ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": .string(path)]]]
    }

    /// Everything by which such a container says whom it asks, and who it is.
    private static func environment(_ world: World) -> [JSONValue] {
        [
            ["name": "K8S_WAIT_CA_FILE", "value": .string(world.authorityFile)],
            field("POD_NAMESPACE", "metadata.namespace"), field("POD_NAME", "metadata.name"),
            field("POD_UID", "metadata.uid"),
        ]
    }

    private static func pod(
        _ world: World, environment: [JSONValue], dependency: String = "job/shop/migrate"
    ) -> JSONValue {
        let server = JSONValue.string("--server=https://localhost:\(world.statusAddress.port)")
        return Manifests.pod(
            [:],
            initContainers: [
                [
                    "name": "wait-for-migrate", "image": "registry.example.com/k8s-wait:1",
                    "args": ["for", .string(dependency), server], "env": .array(environment),
                ]
            ])
    }

    @Test func aPodWithoutTheLabelIsReadAndAnswered() async throws {
        try await World.run(startsServer: false) { world in
            try await world.startServer()
            let pod = try await world.create(Self.pod(world, environment: Self.environment(world)))
            #expect(pod.at("metadata", "labels", "wait.k8s/gated") == nil)
            let container = try world.startInitContainer("wait-for-migrate", of: pod)
            #expect(await container.line(containing: "Job shop/migrate does not exist") != nil, "\(container.lines)")
            try world.cluster.put(Manifests.job(condition: "Complete"))
            #expect(await container.exitStatus() == 0, "\(container.lines)")
            #expect(try world.terminationMessage() == "released")
        }
    }

    @Test func onceItIsDeletedItIsRefused() async throws {
        try await World.run(startsServer: false) { world in
            try await world.startServer()
            let pod = try await world.create(Self.pod(world, environment: Self.environment(world)))
            let container = try world.startInitContainer("wait-for-migrate", of: pod)
            #expect(await container.line(containing: "Job shop/migrate does not exist") != nil, "\(container.lines)")
            world.cluster.remove("pods", pod.at("metadata", "name")?.string ?? "", namespace: "shop")
            #expect(await container.exitStatus() == 4, "\(container.lines)")
        }
    }

    /// What the operator denies is not answered either where the webhook could not refuse it.
    @Test func whatIsDeniedOfOtherNamespacesStaysSo() async throws {
        try await World.run(startsServer: false, serverOptions: ["--cross-namespace=deny"]) { world in
            try await world.startServer()
            let pod = try await world.create(
                Self.pod(world, environment: Self.environment(world), dependency: "job/infra/migrate"))
            let container = try world.startInitContainer("wait-for-migrate", of: pod)
            let line = await container.line(containing: "does not let pods wait for jobs of other namespaces")
            #expect(line?.contains("--cross-namespace") == true, "\(container.lines)")
            #expect(world.cluster.access.count("watch", "jobs") == 0)
        }
    }

    @Test func aStrangerIsRefused() async throws {
        try await World.run(startsServer: false) { world in
            try await world.startServer()
            let pod = try await world.create(Self.pod(world, environment: Self.environment(world)))
            let container = try world.startInitContainer(
                "wait-for-migrate", of: pod, changes: ["POD_UID": "00000000-0000-0000-0000-000000000000"])
            #expect(await container.exitStatus() == 4, "\(container.lines)")
        }
    }

    @Test(arguments: ["K8S_WAIT_CA_FILE", "POD_NAMESPACE", "POD_NAME", "POD_UID"])
    func whatIsMissingIsNamed(variable: String) async throws {
        try await World.run(startsServer: false) { world in
            let environment = Self.environment(world).filter { $0["name"]?.string != variable }
            let pod = try await world.create(Self.pod(world, environment: environment))
            let container = try world.startInitContainer("wait-for-migrate", of: pod)
            #expect(await container.exitStatus() == 2)
            #expect(container.lines.contains { $0.contains(variable) }, "\(container.lines)")
        }
    }
}
