import KubernetesTestKit
import ServerTestKit
import Testing

/// What pods of one namespace may ask of another, through the real programs.
@Suite(.timeLimit(.minutes(3))) struct CrossNamespaceTests {
    private static func infra(allowFrom value: String?) -> JSONValue {
        var namespace: JSONValue = ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "infra"]]
        if let value { namespace[path: "metadata"]["annotations"] = ["wait.k8s/allow-from": .string(value)] }
        return namespace
    }

    private static func claim() -> JSONValue {
        var claim = Manifests.claim(phase: "Bound")
        claim[path: "metadata"]["namespace"] = "infra"
        return claim
    }

    @Test func whatIsNotGrantedIsWaitedForUntilTheNamespaceGrantsIt() async throws {
        try await World.run { world in
            try world.cluster.put(Self.infra(allowFrom: "billing"))
            try world.cluster.put(Self.claim())
            let pod = try await world.create(Manifests.pod(["wait.k8s/for-pvc": "infra/data"]))
            let container = try world.startInitContainer(of: pod)
            let waiting = await container.line(containing: "waiting: PersistentVolumeClaim infra/data: namespace infra")
            #expect(waiting?.contains("annotate it with wait.k8s/allow-from: shop") == true, "\(container.lines)")
            try world.cluster.put(Self.infra(allowFrom: "billing, shop"))
            #expect(await container.exitStatus() == 0, "\(container.lines)")
            #expect(try world.terminationMessage() == "released")
        }
    }

    @Test func whatTheOperatorDeniesIsRefusedAtAdmission() async throws {
        try await World.run(serverOptions: ["--cross-namespace=deny,job=allow"]) { world in
            let (status, body) = try await world.tryToCreate(Manifests.pod(["wait.k8s/for-service": "db/postgres"]))
            #expect(status == 400, "\(body.text)")
            #expect(body.text.contains("does not let pods wait for services of other namespaces"), "\(body.text)")
            #expect(body.text.contains("--cross-namespace"), "\(body.text)")
            _ = try await world.create(Manifests.pod(["wait.k8s/for-job": "db/migrate"]))
        }
    }
}
