import KubernetesTestKit
import Testing

@Suite("Create, replace, patch, delete")
struct WritingTests {
    private static let configs = "/api/v1/namespaces/shop/configmaps"

    @Test("what the API server adds to a new object")
    func birth() async throws {
        let cluster = try TestCluster.make()
        let answer = try await cluster.send(
            "POST", "/api/v1/namespaces/shop/pods",
            ["metadata": ["generateName": "web-"], "spec": ["containers": [["name": "c", "image": "nginx:1"]]]])
        #expect(answer.status == 201)
        let metadata = answer.body["metadata"]
        let name = metadata?["name"]?.string ?? ""
        #expect(name.hasPrefix("web-") && name.count == 9)
        #expect(metadata?["uid"]?.string?.count == 36)
        #expect(metadata?["creationTimestamp"] == "2026-11-21T05:41:14Z")
        #expect(metadata?["generation"] == 1)
        #expect(answer.body["status"] == ["phase": "Pending", "qosClass": "BestEffort"])
        #expect(answer.body.at("spec", "restartPolicy") == "Always")
    }

    @Test(
        "refusals",
        arguments: [
            ("POST", "/api/v1/namespaces/nope/configmaps", #"{"metadata":{"name":"a"}}"#, 404, "NotFound"),
            ("POST", configs, #"{"metadata":{"name":"A_b"}}"#, 422, "Invalid"),
            ("POST", configs, #"{"metadata":{}}"#, 422, "Invalid"),
            ("POST", configs, #"{"metadata":{"name":"a","namespace":"db"}}"#, 400, "BadRequest"),
            ("POST", configs, #"{"metadata":{"name":"a","resourceVersion":"1"}}"#, 400, "BadRequest"),
            ("POST", configs, #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"}}"#, 400, "BadRequest"),
            ("POST", configs, "{", 400, "BadRequest"),
            ("POST", configs, "[]", 400, "BadRequest"),
            ("POST", configs, #"{"metadata":[]}"#, 400, "BadRequest"),
            ("PUT", "\(configs)/nope", #"{"metadata":{"name":"nope"}}"#, 404, "NotFound"),
            ("PUT", "\(configs)/there", #"{"metadata":{"name":"other"}}"#, 400, "BadRequest"),
            ("PUT", "\(configs)/there", #"{"metadata":{"name":"there","resourceVersion":"1"}}"#, 409, "Conflict"),
            ("PUT", "\(configs)/there", #"{"metadata":{"name":"there","uid":"1"}}"#, 409, "Conflict"),
            ("PATCH", "\(configs)/nope", "{}", 404, "NotFound"),
            ("DELETE", "\(configs)/nope", "", 404, "NotFound"),
            ("DELETE", "\(configs)/there", #"{"preconditions":{"uid":"1"}}"#, 409, "Conflict"),
            ("GET", "/apis/nope/v1/things", "", 404, "NotFound"),
            ("GET", "/api/v1/namespaces/shop/nodes", "", 404, "NotFound"),
            ("GET", "\(configs)/there/status", "", 404, "NotFound"),
            ("GET", "/api/v1/namespaces/shop/pods/x/log", "", 404, "NotFound"),
            ("PUT", configs, #"{"metadata":{"name":"a"}}"#, 405, "MethodNotAllowed"),
            ("GET", "\(configs)?limit=-1", "", 400, "BadRequest"),
        ])
    func refusals(_ method: String, _ path: String, _ body: String, _ status: Int, _ reason: String) async throws {
        let cluster = try TestCluster.make()
        try cluster.put(StorageTests.config("there"))
        let type = method == "PATCH" ? "application/merge-patch+json" : "application/json"
        let answer = try await cluster.answer(APIRequest(method, path, body: Array(body.utf8), contentType: type))
        let value = try JSONValue(json: answer.body)
        #expect(answer.status == status, "\(value.text)")
        #expect(value["reason"]?.string == reason)
        #expect(value["kind"] == "Status" && value["code"]?.integer == status)
    }

    @Test(
        "patch types that a resource does not take",
        arguments: [
            ("application/apply-patch+yaml", configs + "/there"), ("application/json", configs + "/there"),
            ("application/strategic-merge-patch+json", "/apis/stable.example.com/v1/namespaces/shop/foos/my-foo"),
        ])
    func patchTypes(_ type: String, _ path: String) async throws {
        let cluster = try TestCluster.make()
        try cluster.put(StorageTests.config("there"))
        try cluster.put(try RecordedExchangeTests.customResource())
        try cluster.put([
            "kind": "Foo", "apiVersion": "stable.example.com/v1", "metadata": ["name": "my-foo", "namespace": "shop"],
        ])
        #expect(try await cluster.send("PATCH", path, [:], type: type).status == 415)
    }

    @Test("status is written by its own path only, and counts no generation")
    func status() async throws {
        let cluster = try TestCluster.make()
        let path = "/apis/batch/v1/namespaces/shop/jobs"
        let job: JSONValue = [
            "metadata": ["name": "migrate"], "spec": ["template": ["spec": ["containers": [["name": "c"]]]]],
        ]
        #expect(try await cluster.send("POST", path, job).status == 201)
        let merge = "application/merge-patch+json"
        let ignored = try await cluster.send("PATCH", "\(path)/migrate", ["status": ["succeeded": 1]], type: merge)
        #expect(ignored.body["status"] == [:])
        let version = ignored.body.at("metadata", "resourceVersion")
        let body: JSONValue = ["status": ["succeeded": 1], "spec": ["suspend": true]]
        let written = try await cluster.send("PATCH", "\(path)/migrate/status", body, type: merge)
        #expect(written.body["status"] == ["succeeded": 1])
        #expect(written.body.at("spec", "suspend") == false)
        #expect(written.body.at("metadata", "generation") == 1)
        #expect(written.body.at("metadata", "resourceVersion") != version)
        let suspended = try await cluster.send("PATCH", "\(path)/migrate", ["spec": ["suspend": true]], type: merge)
        #expect(suspended.body.at("metadata", "generation") == 2)
        #expect(suspended.body["status"] == ["succeeded": 1])
    }

    @Test("a write that changes nothing makes no version and no event")
    func unchanged() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(StorageTests.config("a"))
        let version = cluster.resourceVersion
        let object = try await cluster.send("GET", "\(Self.configs)/a").body
        #expect(try await cluster.send("PUT", "\(Self.configs)/a", object).status == 200)
        #expect(cluster.resourceVersion == version)
    }

    @Test("a Service that is replaced keeps its addresses")
    func allocations() async throws {
        let cluster = try TestCluster.make()
        let path = "/api/v1/namespaces/shop/services"
        let service: JSONValue = ["metadata": ["name": "a"], "spec": ["ports": [["port": 1]]]]
        let address = try await cluster.send("POST", path, service).body.at("spec", "clusterIP")
        #expect(address?.string?.hasPrefix("10.96.") == true)
        let replaced = try await cluster.send("PUT", "\(path)/a", service)
        #expect(replaced.status == 200 && replaced.body.at("spec", "clusterIP") == address)
    }

    @Test("an object with finalizers stays until they are gone")
    func finalizers() async throws {
        let cluster = try TestCluster.make()
        var config = StorageTests.config("a")
        config[path: "metadata"]["finalizers"] = ["x/y"]
        try cluster.put(config)
        let watch = try await cluster.watch("\(Self.configs)?watch=1&resourceVersion=\(cluster.resourceVersion)")
        let marked = try await cluster.send("DELETE", "\(Self.configs)/a")
        #expect(marked.status == 200)
        #expect(marked.body.at("metadata", "deletionTimestamp") == "2026-11-21T05:41:14Z")
        let type = "application/json-patch+json"
        let patch: JSONValue = [["op": "remove", "path": "/metadata/finalizers/0"]]
        #expect(try await cluster.send("PATCH", "\(Self.configs)/a", patch, type: type).status == 200)
        #expect(try await cluster.send("GET", "\(Self.configs)/a").status == 404)
        #expect(try watch.events().map(\.type) == ["MODIFIED", "DELETED"])
    }

    @Test("a pod on a node is deleted in two steps where the settings say so")
    func gracefulDelete() async throws {
        let cluster = try TestCluster.make { $0.state.deletesPodsGracefully = true }
        let path = "/api/v1/namespaces/shop/pods"
        try await cluster.send("POST", path, ["metadata": ["name": "a"], "spec": ["containers": []]])
        let binding: JSONValue = ["target": ["kind": "Node", "name": "sim-1"]]
        #expect(try await cluster.send("POST", "\(path)/a/binding", binding).status == 201)
        #expect(try await cluster.send("POST", "\(path)/a/binding", binding).status == 409)
        #expect(cluster.object("pods", "a", namespace: "shop")?.at("spec", "nodeName") == "sim-1")
        let marked = try await cluster.send("DELETE", "\(path)/a")
        #expect(marked.body.at("metadata", "deletionGracePeriodSeconds") == 30)
        #expect(marked.body.at("metadata", "deletionTimestamp") == "2026-11-21T05:41:44Z")
        #expect(try await cluster.send("DELETE", "\(path)/a?gracePeriodSeconds=0").status == 200)
        #expect(cluster.object("pods", "a", namespace: "shop") == nil)
    }

    @Test("a dry run answers and stores nothing")
    func dryRun() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(StorageTests.config("there"))
        let version = cluster.resourceVersion
        let body = StorageTests.config("a")
        let created = try await cluster.send("POST", "\(Self.configs)?dryRun=All", body)
        #expect(created.status == 201 && created.body.at("metadata", "uid") != nil)
        let merge = "application/merge-patch+json"
        let patched = try await cluster.send(
            "PATCH", "\(Self.configs)/there?dryRun=All", ["data": ["a": "b"]], type: merge)
        #expect(patched.body["data"] == ["a": "b"])
        #expect(try await cluster.send("DELETE", "\(Self.configs)/there?dryRun=All").status == 200)
        #expect(cluster.resourceVersion == version)
    }

    @Test("deleting a collection, and a namespace with all that is in it")
    func many() async throws {
        let cluster = try TestCluster.make()
        for name in ["a", "b"] { try cluster.put(StorageTests.config(name, labels: ["x": "y"])) }
        try cluster.put(StorageTests.config("c"))
        #expect(try await cluster.send("DELETE", "\(Self.configs)?labelSelector=x").status == 200)
        let left = try await cluster.send("GET", Self.configs).body
        #expect(StorageTests.names(left) == ["c"])
        let watch = try await cluster.watch("\(Self.configs)?watch=1&resourceVersion=\(cluster.resourceVersion)")
        #expect(try await cluster.send("DELETE", "/api/v1/namespaces/shop").status == 200)
        #expect(try watch.events().map(\.type) == ["DELETED"])
        #expect(try await cluster.send("POST", Self.configs, StorageTests.config("d")).status == 404)
    }

    @Test("two who patch at the same time both get in; two who replace one version do not")
    func races() async throws {
        let cluster = try TestCluster.make()
        let object = try cluster.put(StorageTests.config("a"))
        let merge = "application/merge-patch+json"
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<4 {
                group.addTask {
                    try await cluster.send(
                        "PATCH", "\(Self.configs)/a", ["data": ["k\(number)": "v"]], type: merge
                    ).status
                }
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect(cluster.object("configmaps", "a", namespace: "shop")?["data"]?.object?.count == 4)
        var changed = object
        changed["data"] = [:]
        #expect(try await cluster.send("PUT", "\(Self.configs)/a", changed).status == 409)
    }
}
