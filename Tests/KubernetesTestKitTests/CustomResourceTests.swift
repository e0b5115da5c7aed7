import KubernetesTestKit
import Testing

@Suite("CustomResourceDefinitions")
struct CustomResourceTests {
    private static let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    private static let foos = "/apis/stable.example.com/v1/namespaces/shop/foos"

    private static func foo(_ name: String, labels: JSONValue = [:]) -> JSONValue {
        [
            "kind": "Foo", "apiVersion": "stable.example.com/v1",
            "metadata": ["name": .string(name), "labels": labels], "spec": ["size": 1],
        ]
    }

    private static func cluster() async throws -> Cluster {
        let cluster = try TestCluster.make()
        let (status, body) = try await cluster.send(
            "POST", definitions, RecordedExchangeTests.customResource())
        #expect(status == 201)
        let conditions = body.at("status", "conditions")?.array ?? []
        #expect(conditions.contains { $0["type"] == "Established" && $0["status"] == "True" })
        return cluster
    }

    @Test func servesWhatIsDefined() async throws {
        let cluster = try await Self.cluster()
        #expect(try await cluster.send("POST", Self.foos, Self.foo("a")).status == 201)
        #expect(try await cluster.send("POST", Self.foos, Self.foo("b")).status == 201)
        let one = try await cluster.send("GET", Self.foos + "?fieldSelector=metadata.name%3Db").body
        #expect(one["items"]?.array?.compactMap { $0.at("metadata", "name") } == ["b"])

        let watch = try await cluster.watch(
            Self.foos + "?watch=true&fieldSelector=metadata.name%3Db&resourceVersion=\(cluster.resourceVersion)")
        for name in ["a", "b"] {
            let (status, body) = try await cluster.send(
                "PATCH", "\(Self.foos)/\(name)/status", ["status": ["phase": "Ready"], "spec": ["size": 9]],
                type: "application/merge-patch+json")
            #expect(status == 200)
            // The path of the status writes nothing else.
            #expect(body.at("status", "phase") == "Ready" && body.at("spec", "size") == 1)
            #expect(body.at("metadata", "generation") == 1)
        }
        let events = try watch.events()
        #expect(events.map(\.type) == ["MODIFIED"])
        #expect(events.first?.object.at("metadata", "name") == "b")
    }

    @Test func labelsMoveObjectsInAndOutOfAWatch() async throws {
        let cluster = try await Self.cluster()
        try await cluster.send("POST", Self.foos, Self.foo("a"))
        let watch = try await cluster.watch(
            Self.foos + "?watch=true&labelSelector=tier%3Dhot&resourceVersion=\(cluster.resourceVersion)")
        for tier: JSONValue in ["hot", "hot", "cold", .null, "hot"] {
            try await cluster.send(
                "PATCH", "\(Self.foos)/a", ["metadata": ["labels": ["tier": tier]], "spec": ["tier": tier]],
                type: "application/merge-patch+json")
        }
        try await cluster.send("DELETE", "\(Self.foos)/a")
        #expect(try watch.events().map(\.type) == ["ADDED", "DELETED", "ADDED", "DELETED"])
    }

    @Test func goesWithItsDefinition() async throws {
        let cluster = try await Self.cluster()
        try await cluster.send("POST", Self.foos, Self.foo("a"))
        let watch = try await cluster.watch(Self.foos + "?watch=true&resourceVersion=\(cluster.resourceVersion)")
        #expect(try await cluster.send("DELETE", Self.definitions + "/foos.stable.example.com").status == 200)
        #expect(try watch.events().map(\.type) == ["DELETED"])
        #expect(watch.queue.take() == .end)
        #expect(try await cluster.send("GET", Self.foos).status == 404)
        #expect(try await cluster.send("GET", "/apis/stable.example.com/v1").status == 404)

        try await cluster.send("POST", Self.definitions, RecordedExchangeTests.customResource())
        #expect(try await cluster.send("GET", Self.foos).body["items"] == [])
        #expect(cluster.remove("customresourcedefinitions", "foos.stable.example.com"))
        #expect(try await cluster.send("GET", Self.foos).status == 404)
    }

    @Test func aggregatedDiscoveryShowsThem() async throws {
        let accept =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
        let cluster = try await Self.cluster()
        let core = try await cluster.answer(APIRequest("GET", "/api", accept: accept))
        #expect(core.contentType == "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
        let pods = try JSONValue(json: core.body)["items"]?.array?.first?["versions"]?.array?.first?["resources"]?
            .array?
            .first { $0["resource"] == "pods" }
        #expect(pods?["shortNames"] == ["po"] && pods?["scope"] == "Namespaced")
        #expect(pods?["subresources"]?.array?.contains { $0["subresource"] == "status" } == true)

        let groups = try await cluster.send("GET", "/apis", accept: accept).body["items"]?.array ?? []
        let plain = try await cluster.send("GET", "/apis", accept: "application/json").body["groups"]?.array ?? []
        #expect(groups.map { $0.at("metadata", "name") } == plain.map { $0["name"] })
        let foos = groups.last?["versions"]?.array?.first
        #expect(foos?["version"] == "v1" && foos?["freshness"] == "Current")
        #expect(foos?["resources"]?.array?.first?.at("responseKind", "kind") == "Foo")
        // Who asks for the plain form first gets it.
        let reversed = "application/json," + accept
        #expect(try await cluster.send("GET", "/apis", accept: reversed).body["kind"] == "APIGroupList")
    }

    @Test func claimsBeginUnbound() async throws {
        let cluster = try await Self.cluster()
        let claims = "/api/v1/namespaces/shop/persistentvolumeclaims"
        let created = try await cluster.send(
            "POST", claims, ["metadata": ["name": "data"], "spec": ["accessModes": ["ReadWriteOnce"]]])
        #expect(created.status == 201)
        #expect(
            created.body.at("status", "phase") == "Pending" && created.body.at("spec", "volumeMode") == "Filesystem")
        let bound = try await cluster.send(
            "PATCH", claims + "/data/status", ["status": ["phase": "Bound"]], type: "application/merge-patch+json")
        #expect(bound.body.at("status", "phase") == "Bound")
    }
}
