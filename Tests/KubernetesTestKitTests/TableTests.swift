import KubernetesTestKit
import Testing

@Suite("Tables for kubectl get")
struct TableTests {
    private static let table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

    @Test("pods of the recorded list")
    func pods() async throws {
        let cluster = try TestCluster.make()
        for pod in try Fixture.items("lists/pods.json", kind: "Pod", version: "v1") { try cluster.put(pod) }
        let table = try await cluster.send("GET", "/api/v1/namespaces/shop/pods", accept: Self.table).body
        #expect(table["kind"] == "Table" && table["apiVersion"] == "meta.k8s.io/v1")
        let columns = (table["columnDefinitions"]?.array ?? []).compactMap { $0["name"]?.string }
        #expect(columns.prefix(5) == ["Name", "Ready", "Status", "Restarts", "Age"])
        let rows = table["rows"]?.array ?? []
        let agent = rows.first { $0["cells"]?.array?.first?.string?.hasPrefix("agent-") == true }
        #expect(agent?["cells"]?.array?.prefix(5).dropFirst() == ["1/1", "Running", "0", "86s"])
        #expect(agent?.at("object", "kind") == "PartialObjectMetadata")
        let broken = rows.first { $0["cells"]?.array?.first?.string?.hasPrefix("broken-") == true }
        #expect(broken?["cells"]?.array?[2].string?.isEmpty == false)
    }

    @Test("one object, the whole of it if asked for")
    func one() async throws {
        let cluster = try TestCluster.make()
        let path = "/api/v1/namespaces/default/services/kubernetes?includeObject=Object"
        let table = try await cluster.send("GET", path, accept: Self.table).body
        let row = table["rows"]?.array?.first
        #expect(row?["cells"] == ["kubernetes", "ClusterIP", "10.96.0.1", "<none>", "443/TCP", "0s", "<none>"])
        #expect(row?.at("object", "spec", "clusterIP") == "10.96.0.1")
    }

    @Test("every kind has a table")
    func kinds() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(try RecordedExchangeTests.customResource())
        for resource in cluster.withState({ $0.catalogue.resources }) where resource.isStored {
            let root = resource.group.isEmpty ? "/api" : "/apis"
            let path = "\(root)/\(resource.groupVersion)/\(resource.plural)"
            let table = try await cluster.send("GET", path, accept: Self.table)
            #expect(table.status == 200 && table.body["kind"] == "Table", "\(path)")
            #expect(table.body["columnDefinitions"]?.array?.isEmpty == false)
        }
    }

    @Test("the columns of a definition: members, elements by a member, moments")
    func ofADefinition() async throws {
        let cluster = try TestCluster.make()
        var definition = try RecordedExchangeTests.customResource()
        var spec = try #require(definition["spec"])
        var version = try #require(spec["versions"]?.array?.first)
        version["additionalPrinterColumns"] = [
            ["name": "Size", "type": "integer", "jsonPath": ".spec.size"],
            ["name": "Ready", "type": "string", "jsonPath": ".status.conditions[?(@.type==\"Ready\")].status"],
            ["name": "Missing", "type": "string", "jsonPath": ".status.conditions[?(@.type=='No')].status"],
            ["name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"],
        ]
        spec["versions"] = [version]
        definition["spec"] = spec
        try cluster.put(definition)
        try cluster.put([
            "apiVersion": "stable.example.com/v1", "kind": "Foo", "metadata": ["name": "a", "namespace": "shop"],
            "spec": ["size": 3],
            "status": ["conditions": [["type": "Other", "status": "False"], ["type": "Ready", "status": "True"]]],
        ])
        let table = try await cluster.send("GET", "/apis/stable.example.com/v1/foos", accept: Self.table).body
        #expect(table["rows"]?.array?.first?["cells"] == ["a", 3, "True", .null, "0s"])
    }

    @Test("nothing but protobuf is not acceptable")
    func notAcceptable() async throws {
        let answer = try await TestCluster.make().send(
            "GET", "/api/v1/pods", accept: "application/vnd.kubernetes.protobuf")
        #expect(answer.status == 406)
    }
}
