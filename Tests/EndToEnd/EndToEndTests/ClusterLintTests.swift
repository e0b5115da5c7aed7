import KubernetesTestKit
import ServerTestKit
import Testing

/// `kubectl wait-for lint --cluster`: manifests with what an API server has.
@Suite(.timeLimit(.minutes(5))) struct ClusterLintTests {
    private static let web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, annotations: {wait.k8s/for-service: db/postgres, wait.k8s/for-secret: token}}
        spec: {template: {metadata: {labels: {app: web}}, spec: {containers: []}}}

        """

    private func lint(
        _ world: World, _ manifest: String, kubeconfig: String = "kubeconfig", _ arguments: String...
    ) async throws -> (status: Int32, lines: [String]) {
        try world.write("web.yaml", manifest)
        let process = try ChildProcess.start(
            BuiltProduct.path("kubectl-wait_for"),
            [
                "lint", "-f", world.file("web.yaml"), "--fail-on", "warning", "--cluster", "--kubeconfig",
                world.file(kubeconfig),
            ] + arguments)
        let status = await process.exitStatus()
        return (status, process.lines)
    }

    @Test func whatIsThereNeedsNoManifest() async throws {
        try await World.run(startsServer: false) { world in
            let missing = try await lint(world, Self.web)
            #expect(missing.status == 1)
            #expect(
                missing.lines.contains { $0.contains("Service db/postgres is in no manifest, nor in the cluster.") })
            #expect(missing.lines.contains { $0.contains("Secret shop/token is in no manifest, nor in the cluster.") })
            #expect(missing.lines.last == "0 errors, 2 warnings")

            try world.cluster.put(Manifests.service())
            try world.cluster.put(
                ["apiVersion": "v1", "kind": "Secret", "metadata": ["name": "token", "namespace": "shop"]])
            let empty = try await lint(world, Self.web)
            #expect(empty.lines.last == "0 errors, 1 warning")
            #expect(empty.lines.first?.contains("[nothing-behind]") == true)

            // More pods than a page has; one of them is the Service's.
            for number in 0..<300 {
                try world.cluster.put(
                    [
                        "apiVersion": "v1", "kind": "Pod",
                        "metadata": [
                            "name": .string("p\(number)"), "namespace": "db",
                            "labels": ["app": number == 299 ? "postgres" : "x"],
                        ],
                        "spec": ["containers": [["name": "c", "image": "i"]]],
                    ])
            }
            let complete = try await lint(world, Self.web)
            #expect(complete.lines == ["0 errors, 0 warnings"])
            #expect(complete.status == 0)
        }
    }

    @Test func whatMayNotBeReadIsSaid() async throws {
        var settings = APIServerSettings()
        settings.state.createsNamespaces = true
        settings.tokens = ["t": UserInfo(name: "ada")]
        let api = try FakeAPIServer.start(settings)
        let directory = try TemporaryDirectory()
        try directory.write("kubeconfig", Array(api.kubeconfig(token: "t").utf8))
        try directory.write("web.yaml", Array(Self.web.utf8))
        let process = try ChildProcess.start(
            BuiltProduct.path("kubectl-wait_for"),
            ["lint", "-f", directory.file("web.yaml"), "--cluster", "--kubeconfig", directory.file("kubeconfig")])
        #expect(await process.exitStatus() == 0)
        #expect(process.lines.last == "0 errors, 0 warnings")
        #expect(
            process.lines.contains(
                "warning: This kubeconfig may not list services (namespace db, shop): what may be there counts as not known."
            ))
        await api.stop()
    }

    @Test func aClusterThatCannotBeAskedIsNoPass() async throws {
        try await World.run(startsServer: false) { world in
            await world.stopAPIServer()
            let result = try await lint(world, Self.web)
            #expect(result.status == 2)
            #expect(result.lines.last?.hasPrefix("Error: ") == true)
        }
    }
}
