import KubernetesTestKit
import Testing

@Suite("Storage: versions, pages, history")
struct StorageTests {
    @Test("pages are read at the first page's version, whatever is written in between")
    func consistentPages() async throws {
        let cluster = try TestCluster.make()
        for name in ["a", "b", "c", "d"] { try cluster.put(Self.config(name)) }
        let first = try await cluster.send("GET", "/api/v1/namespaces/shop/configmaps?limit=2")
        #expect(Self.names(first.body) == ["a", "b"])
        #expect(first.body.at("metadata", "remainingItemCount") == 2)
        cluster.remove("configmaps", "c", namespace: "shop")
        try cluster.put(Self.config("aa"))
        try cluster.put(Self.config("e"))
        let token = first.body.at("metadata", "continue")?.string ?? ""
        let second = try await cluster.send("GET", "/api/v1/namespaces/shop/configmaps?limit=5&continue=\(token)")
        #expect(Self.names(second.body) == ["c", "d"])
        #expect(second.body.at("metadata", "resourceVersion") == first.body.at("metadata", "resourceVersion"))
        #expect(second.body.at("metadata", "continue") == nil)
    }

    @Test("an expired token is answered 410 with one that goes on all the same")
    func expiredToken() async throws {
        let cluster = try TestCluster.make()
        for name in ["a", "b", "c"] { try cluster.put(Self.config(name)) }
        let first = try await cluster.send("GET", "/api/v1/configmaps?limit=1")
        let token = first.body.at("metadata", "continue")?.string ?? ""
        cluster.expireContinueTokens()
        let expired = try await cluster.send("GET", "/api/v1/configmaps?limit=1&continue=\(token)")
        #expect(expired.status == 410)
        #expect(expired.body["reason"] == "Expired")
        let second = expired.body.at("metadata", "continue")?.string ?? ""
        let rest = try await cluster.send("GET", "/api/v1/configmaps?continue=\(second)")
        #expect(Self.names(rest.body) == ["b", "c"])
        #expect(try await cluster.send("GET", "/api/v1/configmaps?continue=x").status == 400)
    }

    @Test("a limit with selectors tells no remaining count")
    func selectedPages() async throws {
        let cluster = try TestCluster.make()
        for name in ["a", "b", "c"] { try cluster.put(Self.config(name, labels: ["x": "y"])) }
        let page = try await cluster.send("GET", "/api/v1/configmaps?limit=1&labelSelector=x%3Dy")
        #expect(Self.names(page.body) == ["a"])
        #expect(page.body.at("metadata", "continue") != nil)
        #expect(page.body.at("metadata", "remainingItemCount") == nil)
    }

    @Test("a list at an exact version, and at one that is yet to come")
    func versions() async throws {
        let cluster = try TestCluster.make()
        try cluster.put(Self.config("a"))
        let version = cluster.resourceVersion
        try cluster.put(Self.config("b"))
        let path = "/api/v1/configmaps?resourceVersion=\(version)"
        #expect(Self.names(try await cluster.send("GET", path + "&resourceVersionMatch=Exact").body) == ["a"])
        #expect(Self.names(try await cluster.send("GET", path).body) == ["a", "b"])
        let future = try await cluster.send("GET", "/api/v1/configmaps?resourceVersion=\(version + 1000)")
        #expect(future.status == 504)
        #expect(future.body["message"]?.string?.contains("Too large resource version") == true)
    }

    @Test("changes that fell out of the history are 410 for watches")
    func shortHistory() async throws {
        let cluster = try TestCluster.make { $0.state.historyLimit = 2 }
        try cluster.put(Self.config("a"))
        let version = cluster.resourceVersion
        for number in 0..<5 { try cluster.put(Self.config("b\(number)")) }
        let old = try await cluster.watch("/api/v1/configmaps?watch=1&resourceVersion=\(version)")
        #expect(try old.events().first?.object["code"] == 410)
        let new = try await cluster.watch("/api/v1/configmaps?watch=1&resourceVersion=\(cluster.resourceVersion - 1)")
        #expect(try new.events().map(\.type) == ["ADDED"])
    }

    @Test("lists are sorted as etcd sorts its keys")
    func order() async throws {
        let cluster = try TestCluster.make { $0.state.createsNamespaces = true }
        for (namespace, name) in [("b", "x"), ("a-b", "x"), ("a", "y"), ("a", "x")] {
            let body: JSONValue = ["metadata": ["name": .string(name)]]
            try await cluster.send("POST", "/api/v1/namespaces/\(namespace)/configmaps", body)
        }
        let items = try await cluster.send("GET", "/api/v1/configmaps").body["items"]?.array ?? []
        let places = items.compactMap { $0.at("metadata", "namespace")?.string }
        #expect(places == ["a-b", "a", "a", "b"])
    }

    static func config(_ name: String, labels: JSONValue = [:]) -> JSONValue {
        [
            "kind": "ConfigMap", "apiVersion": "v1",
            "metadata": ["name": .string(name), "namespace": "shop", "labels": labels],
        ]
    }

    static func names(_ list: JSONValue) -> [String] {
        (list["items"]?.array ?? []).compactMap { $0.at("metadata", "name")?.string }
    }
}
